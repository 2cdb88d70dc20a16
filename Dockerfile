# One image for every process: API (the default command), worker, and the command line for migrations and keys.
# The digest of node:22-slim. `docker buildx imagetools inspect node:22-slim` prints the present one.
ARG NODE_IMAGE=node:22-slim@sha256:83f487e0a63425e5b4d146fb5e5be574bcbe1b7b843d3ebafdd95eaf7767a7e5
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY . .
# Without peer dependencies, because Prisma's client names Prisma's command line as an optional one: 250 MB that nothing here runs.
# `connectory migrate` applies the migrations by our own code.
RUN npm ci --no-fund --no-audit && npm run build \
    && npm prune --omit=dev --legacy-peer-deps --no-fund --no-audit && test ! -e node_modules/prisma \
    && rm -rf apps/*/src apps/*/test packages/*/src packages/*/test

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8082 \
    CONNECTORY_DATA_DIR=/var/lib/connectory
WORKDIR /app
# Files belong to root and the process runs as node, so it cannot modify its own code.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
COPY --from=build /app/apps ./apps
COPY --from=build /app/prisma ./prisma
RUN mkdir /var/lib/connectory && chown node:node /var/lib/connectory
USER node
VOLUME /var/lib/connectory
EXPOSE 8082
CMD ["node", "--enable-source-maps", "--max-inlined-bytecode-size-cumulative=300", "apps/api/dist/main.js"]
