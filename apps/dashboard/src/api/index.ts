export * from './client.js';
export * from './graphql.js';
export * from './operations.js';
export * from './socket.js';
