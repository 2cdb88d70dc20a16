# One image for every process: API (the default command), worker, and the command line for migrations and keys.
FROM node:22-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --no-fund --no-audit && npm run build && npm prune --omit=dev --no-fund --no-audit

FROM node:22-slim
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
