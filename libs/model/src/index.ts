export * from './counters.js';
export * from './event.js';
export { isHostId } from './fields.js';
export * from './inventory.js';
export * from './refusal.js';
export * from './subjects.js';
export * from './traffic.js';
