import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { KubernetesObject } from './render.js';

interface Schemas {
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, object>>;
}

const schemas = JSON.parse(readFileSync(new URL('../schemas/kubernetes.json', import.meta.url), 'utf8')) as Schemas;
const ajv = new Ajv({ allErrors: true, strict: false }).addSchema({
  $id: 'kubernetes',
  definitions: schemas.definitions,
});
const compiled = new Map<string, ValidateFunction>();

/** What Kubernetes would say against an object, keys that it does not know included: a sentence each. */
export function faultsOf(object: KubernetesObject): string[] {
  const kind = `${object.apiVersion} ${object.kind}`;
  const definition = schemas.kinds[kind];
  if (!definition) return [`there is no schema of ${kind}: npm run schemas -w @weir/chart`];
  const validate = compiled.get(kind) ?? ajv.compile({ $ref: `kubernetes#/definitions/${definition}` });
  compiled.set(kind, validate);
  validate(object);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${kind} ${object.metadata.name}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
