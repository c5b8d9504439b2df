import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

/** What tests read of an OpenAPI document. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

export interface Operation {
  readonly parameters?: readonly DescribedParameter[];
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: {
    readonly type?: string;
    readonly default?: unknown;
    readonly example?: unknown;
    readonly examples?: readonly unknown[];
  };
  readonly example?: unknown;
}

export interface DescribedResponse {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown; readonly example?: unknown }>>;
}

/** Tells in what a value differs from what a document says of an answer; empty = in nothing. A field that is not described is a fault. */
export type Check = (place: Place, value: unknown) => readonly string[];

/** An answer of a document. */
export interface Place {
  readonly path: string;
  readonly status: number | string;
  readonly type: string;
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** What the page of a document fills in where nobody does: the path of a route and its query. */
export function filledIn(path: string, { parameters = [] }: Operation): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, schema, example = schema.example ?? schema.default } of parameters) {
    if (place === 'path') filled = filled.replace(`{${name}}`, String(example));
    else if (example !== undefined) for (const each of [example].flat()) query.append(name, String(each));
  }
  return `${filled}?${query.toString()}`;
}

/** Makes the check of a document. */
export function checkOf(document: Described): Check {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': DATE_TIME } });
  ajv.addSchema({ ...(closed(document) as object), $id: 'weir' });
  return ({ path, status, type }, value) => {
    const pointer = ['paths', path, 'get', 'responses', String(status), 'content', type, 'schema']
      .map(escaped)
      .join('/');
    const validate = ajv.getSchema(`weir#/${pointer}`);
    if (!validate) return [`${path} ${status} ${type} is not described`];
    return validate(value) ? [] : (validate.errors ?? []).map(describeError);
  };
}

/** All answers of a document that have a body. */
export function answersOf(document: Described): (Place & { readonly example: unknown })[] {
  return Object.entries(document.paths).flatMap(([path, { get }]) =>
    Object.entries(get?.responses ?? {}).flatMap(([status, { content }]) =>
      Object.entries(content ?? {}).map(([type, { example }]) => ({ path, status, type, example })),
    ),
  );
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

function describeError({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath} ${message} ${JSON.stringify(params)}`;
}

/** Objects hold nothing but what is described of them. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [
    key,
    key === 'example' ? value : closed(value),
  ]);
  const isOpen = 'properties' in schema && 'type' in schema && !('additionalProperties' in schema);
  return Object.fromEntries([...entries, ...(isOpen ? [['additionalProperties', false] as const] : [])]);
}
