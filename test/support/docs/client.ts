import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codegen } from '@graphql-codegen/core';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import { parse } from 'graphql';
import { type Example, operationOf } from './examples.js';
import type { Workshop } from './workshop.js';

const run = promisify(execFile);
const SCHEMA = new URL('../../../apps/aggregator/schema.graphql', import.meta.url).pathname;
const COMPILER = new URL('../../../node_modules/typescript/bin/tsc', import.meta.url).pathname;
const CONFIG = {
  compilerOptions: {
    ...{ module: 'nodenext', target: 'es2023', lib: ['es2023', 'dom'], outDir: 'built', types: ['node'] },
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: true },
  },
  files: ['program.ts'],
};
const RUN_WITHIN_MS = 60_000;

/** What the client was answered, by operation. */
export type ClientAnswers = ReadonlyMap<string, unknown>;

/** Has types and documents generated from the schema as it is committed, and writes a program that asks each example. */
export async function writeClient({ directory }: Workshop, examples: readonly Example[]): Promise<void> {
  const documents = examples.map(({ text }, index) => ({ location: `${index}.graphql`, document: parse(text) }));
  const operations = await codegen({
    filename: 'operations.ts',
    schema: parse(readFileSync(SCHEMA, 'utf8')),
    documents,
    config: {
      enumType: 'string-literal',
      defaultScalarType: 'unknown',
      scalars: { DateTime: 'string' },
      useTypeImports: true,
    },
    plugins: [{ types: {} }, { documents: {} }],
    pluginMap: { types: operationTypes, documents: typedDocuments },
  });
  writeFileSync(join(directory, 'operations.ts'), operations);
  writeFileSync(join(directory, 'program.ts'), programOf(examples));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(CONFIG));
}

/** Compiles the program; throws with what the compiler says. */
export async function compileClient({ directory }: Workshop): Promise<void> {
  await run(process.execPath, [COMPILER, '-p', directory]).catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
}

/** Runs the program against an aggregator. */
export async function runClient({ directory }: Workshop, url: string): Promise<ClientAnswers> {
  const program = join(directory, 'built/program.js');
  const { stdout } = await run(process.execPath, [program, url], { timeout: RUN_WITHIN_MS, maxBuffer: 2 ** 28 });
  const lines = stdout.trim().split('\n');
  return new Map(lines.map((line) => JSON.parse(line) as [string, unknown]));
}

const HEAD = `
import { print } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import * as documents from './operations.js';

const url = (process.argv[2] ?? '') + '/graphql';
const http = new GraphQLClient(url);
const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
async function first<T>(answers: AsyncIterable<{ data?: T }>): Promise<NonNullable<T>> {
  for await (const { data } of answers) if (data) return data;
  throw new Error('nothing came');
}
const tell = (name: string, answer: object): void => console.log(JSON.stringify([name, answer]));
`;

/** What the types do not know must not compile; were they `any`, the compiler would say that there is no error. */
function programOf(examples: readonly Example[]): string {
  const asked = examples.map((example) => {
    const { type, name } = operationOf(example) ?? { type: '', name: '' };
    const types = `documents.${name}${capital(type)}`;
    return `{
      const variables: ${types}Variables = ${JSON.stringify(example.variables)};
      const answer: ${types} = ${type === 'subscription' ? watched(name) : `await http.request(documents.${name}Document, variables)`};
      // @ts-expect-error: no type has it
      void answer.nothingOfTheKind;
      tell('${name}', answer);
    }`;
  });
  return `${HEAD}\n${asked.join('\n')}\nawait socket.dispose();\n`;
}

function watched(name: string): string {
  const question = `{ query: print(documents.${name}Document), variables: { ...variables } }`;
  return `await first(socket.iterate<documents.${name}Subscription>(${question}))`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
