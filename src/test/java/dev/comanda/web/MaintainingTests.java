package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** R 3.19: {@code MAINTENANCE=1} stops what writes, and nothing else. */
class MaintainingTests {

    @ParameterizedTest
    @CsvSource({"POST, /api/orders, 503", "DELETE, /api/staff/7/sessions, 503",
            "PATCH, /api/products/7, 503", "POST, /api/orders/7/void, 503",
            "PUT, /api/session/password, 503", "POST, /api/session, 200",
            "POST, /api/session/refresh, 200", "POST, /api/orders/quote, 200",
            "GET, /api/orders, 200", "HEAD, /health, 200", "OPTIONS, /api/orders, 200"})
    void what_writes_is_told_to_come_back(String method, String path, int status)
            throws ServletException, IOException {
        MockHttpServletResponse answer = new MockHttpServletResponse();

        new MaintenanceFilter().doFilter(new MockHttpServletRequest(method, path), answer,
                new MockFilterChain());

        assertThat(answer.getStatus()).isEqualTo(status);
        if (status == 503) {
            assertThat(answer.getHeader("Retry-After")).isEqualTo("60");
            assertThat(answer.getContentAsString()).contains("/problems/maintenance");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "0, false", "'', false"})
    void it_is_off_unless_it_is_asked_for(String value, boolean on) {
        FilterRegistrationBean<?> filter = new WebConfiguration()
                .maintenanceFilter(new MockEnvironment().withProperty("MAINTENANCE", value));
        assertThat(filter.isEnabled()).isEqualTo(on);
    }
}
