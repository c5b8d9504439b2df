import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openapiText } from './openapi.js';

await writeFile(fileURLToPath(new URL('../../../openapi.json', import.meta.url)), await openapiText());
