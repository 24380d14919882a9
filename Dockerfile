# The one image, for Render, Railway and any engine: docs/operating/deploying.md.
#
# The bases are named by version. A release pins them by digest, which only a registry can tell:
#   docker buildx imagetools inspect eclipse-temurin:25-jre-noble --format '{{.Manifest.Digest}}'
# and appends it to the name: eclipse-temurin:25-jre-noble@sha256:…
ARG BUILD=maven:3.9-eclipse-temurin-25-noble
ARG RUN=eclipse-temurin:25-jre-noble
ARG DATABASE=postgres:18-bookworm

FROM ${BUILD} AS build
WORKDIR /build
# The libraries are a layer of their own, so that the next commit does not fetch them again. No
# cache mount: Railway refuses those without the service's own id.
COPY pom.xml ./
RUN mvn -B -ntp -q dependency:go-offline -Dspotless.check.skip -P '!embedded-postgres'
COPY db db
COPY docs docs
COPY src/main src/main
ARG BUILD_COMMIT=unknown
RUN mvn -B -ntp -q package -Dmaven.test.skip -Dspotless.check.skip -P '!embedded-postgres' \
        -Dbuild.commit=${BUILD_COMMIT} \
    && java -Djarmode=tools -jar target/comanda.jar extract --layers --destination layers

FROM ${RUN} AS server
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY image/comanda ./

# A server is started once and sells; what its JVM has learned by then starts all later ones.
FROM ${DATABASE} AS training
COPY --from=server /opt/java/openjdk /opt/java/openjdk
COPY --from=server /app /app
COPY image/train /usr/local/bin/train
USER postgres
ENV PATH=/opt/java/openjdk/bin:$PATH
RUN initdb --auth=trust --encoding=UTF8 --no-sync -D /tmp/data >/dev/null \
    && pg_ctl -D /tmp/data -w -o '-c listen_addresses=127.0.0.1' start >/dev/null \
    && DATABASE_URL=postgres://postgres@127.0.0.1/postgres train /app /tmp/comanda.aot \
    && pg_ctl -D /tmp/data -m immediate stop

FROM server
COPY --from=training /tmp/comanda.aot ./
ENV SPRING_PROFILES_ACTIVE=prod
EXPOSE 8080
# No account of its own is needed: it writes nothing, and /app is root's.
USER 10001:10001
# Platforms ask /health and /ready over the network. Docker would start a second JVM every half
# minute to do the same from inside.
HEALTHCHECK NONE
# Everything in CMD and nothing in ENTRYPOINT (the base has one): Render replaces the one, Railway
# the other, so a whole command line means the same to both. Java is process 1 and gets SIGTERM.
ENTRYPOINT []
CMD ["java", "@comanda", "serve"]
