package dev.comanda.security;

import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands a controller method its {@link Caller}; an open route asks for an {@code Optional}. */
final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer model,
            NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Optional<Caller> caller = authentication instanceof CallerAuthentication proven
                ? Optional.of(proven.getPrincipal())
                : Optional.empty();
        if (parameter.isOptional()) {
            return caller;
        }
        return caller.orElseThrow(
                () -> new IllegalStateException("an open route asks for a caller: " + parameter));
    }
}
