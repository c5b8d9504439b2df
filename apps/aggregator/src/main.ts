import { existsSync } from 'node:fs';

// What the build made of the modules beside this starts in half their time; what is only compiled runs without it.
const bundled = new URL('./bundle/start.js', import.meta.url);
await import(existsSync(bundled) ? bundled.href : './start.js');
