// Writes schemas/kubernetes.json: what Kubernetes says of the kinds that the chart makes, without its descriptions, and
// strict about keys. Needs Go. Run when the chart makes another kind, or for another version of Kubernetes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { CRDS, goModule } from './upstream.js';

type Schema = { [key: string]: unknown };
interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const TARGET = fileURLToPath(new URL('../schemas/kubernetes.json', import.meta.url));
const KINDS = [
  ...['v1.ConfigMap', 'v1.Pod', 'v1.Secret', 'v1.Service', 'v1.ServiceAccount'].map((kind) => `core.${kind}`),
  ...['DaemonSet', 'Deployment', 'StatefulSet'].map((kind) => `apps.v1.${kind}`),
  ...['Ingress', 'NetworkPolicy'].map((kind) => `networking.v1.${kind}`),
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => `rbac.v1.${kind}`),
  'batch.v1.Job',
  ...['autoscaling.v2.HorizontalPodAutoscaler', 'policy.v1.PodDisruptionBudget', 'scheduling.v1.PriorityClass'],
].map((kind) => `io.k8s.api.${kind}`);
const INT_OR_STRING = ['integer', 'string'];
/** What quantities may be, too. */
const NUMBER_OR_STRING = ['number', 'string'];
const KEPT = new Set([
  ...['type', 'properties', 'required', 'items', 'additionalProperties', 'enum', 'pattern', 'minimum', 'maximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', '$ref'],
]);

/** Refuses keys that Kubernetes does not know, as its server does when asked to be strict. */
function strict(schema: Schema): Schema {
  const entries = Object.entries(schema).filter(([key]) => KEPT.has(key));
  const kept: Schema = Object.fromEntries(entries.map(([key, value]) => [key, inner(key, value)]));
  if (schema['x-kubernetes-int-or-string'] || schema['format'] === 'int-or-string') kept['type'] = INT_OR_STRING;
  const open = schema['additionalProperties'] ?? schema['x-kubernetes-preserve-unknown-fields'];
  if (schema['properties'] && open === undefined) kept['additionalProperties'] = false;
  return kept;
}

function inner(key: string, value: unknown): unknown {
  if (key === 'properties') {
    return Object.fromEntries(Object.entries(value as Schema).map(([name, each]) => [name, strict(each as Schema)]));
  }
  return key === 'items' || (key === 'additionalProperties' && typeof value === 'object')
    ? strict(value as Schema)
    : value;
}

/** The definitions that some of them lead to, themselves included. */
function reached(all: Readonly<Record<string, Schema>>, from: readonly string[]): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  for (const queue = [...from]; queue.length > 0;) {
    const name = queue.pop() ?? '';
    if (found[name]) continue;
    const schema = all[name];
    if (!schema) throw new Error(`Kubernetes has no ${name}`);
    found[name] = name.endsWith('.Quantity') ? { type: NUMBER_OR_STRING } : strict(schema);
    queue.push(...[...JSON.stringify(found[name]).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, to = '']) => to));
  }
  return found;
}

const { folder, name } = goModule('k8s.io/kubernetes');
const { definitions } = JSON.parse(readFileSync(join(folder, 'api/openapi-spec/swagger.json'), 'utf8')) as {
  definitions: Record<string, Schema>;
};
const sources = [name];
const kinds: Record<string, string> = {};
for (const kind of KINDS) {
  const [of] = definitions[kind]?.['x-kubernetes-group-version-kind'] as {
    group: string;
    version: string;
    kind: string;
  }[];
  if (of) kinds[`${of.group && `${of.group}/`}${of.version} ${of.kind}`] = kind;
}
const all = reached(definitions, KINDS);
for (const [path, file] of Object.entries(CRDS)) {
  const from = goModule(path as keyof typeof CRDS);
  sources.push(from.name);
  const { spec } = parse(readFileSync(join(from.folder, file), 'utf8')) as Crd;
  const version = spec.versions.find((each) => each.name === 'v1');
  const id = `${spec.group}.v1.${spec.names.kind}`;
  all[id] = strict(version?.schema.openAPIV3Schema ?? {});
  kinds[`${spec.group}/v1 ${spec.names.kind}`] = id;
}
writeFileSync(TARGET, `${JSON.stringify({ sources, license: 'Apache-2.0', kinds, definitions: all })}\n`);
