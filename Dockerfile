# syntax=docker/dockerfile:1
# One image for `xuncha serve`, `xuncha worker` and `xuncha schedule`. The base is pinned; raise it with each upgrade.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# No package needs its install script: SQLite's binary comes with its package.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="xuncha" \
      org.opencontainers.image.description="巡查：核对各单位是否按目录公开政府信息" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# The browser is for columns that only a script fills, and may be left out; without the fonts Chinese would be boxes.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates chromium fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
# The sources stay behind: where `cli/` is beside `bin/`, the command would run those.
COPY package.json LICENSE ./
COPY bin bin
RUN ln -s /app/bin/xuncha.js /usr/local/bin/xuncha \
 && install -d -o node -g node /data /config
ENV NODE_ENV=production \
    HOME=/tmp \
    LANG=C.UTF-8 \
    XUNCHA_CHROMIUM=/usr/bin/chromium
USER node
# Relative paths, and so the reports of a patrol run by hand, fall into the volume.
WORKDIR /data
VOLUME /data
EXPOSE 8080
# For `serve`, the default; who runs something else says how it is doing, as docker-compose.yml does.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.XUNCHA_PORT ?? 8080}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/xuncha.js"]
CMD ["serve", "--data", "/data"]
