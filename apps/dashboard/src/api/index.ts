export * from './client.js';
export * from './graphql.js';
export * from './operations/host.js';
export * from './operations/hosts.js';
export * from './operations/live.js';
export * from './operations/search.js';
export * from './operations/series.js';
export * from './socket.js';
