import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { CHART, helm } from './tools.js';

const VALUES = fileURLToPath(new URL('../values', import.meta.url));

/** The value files that the chart is tested with, besides none at all. */
export const VALUE_FILES: readonly string[] = readdirSync(VALUES).map((name) => join(VALUES, name));

/** What `it.each` takes: a name, and what helm is told. */
export const VALUE_SETS: readonly (readonly [string, readonly string[]])[] = [
  ['no values', []],
  ['a NATS without accounts', ['--set', 'nats.enabled=false,nats.external.existingSecret=nats-addresses']],
  ...VALUE_FILES.map((file) => [basename(file), ['--values', file]] as const),
];

export const RELEASE = 'weir';
export const NAMESPACE = 'traffic';

/** An object of Kubernetes, as far as the tests look into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // What is below differs by kind, and the schemas of Kubernetes say how.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [key: string]: any;
}

const rendered = new Map<string, Promise<KubernetesObject[]>>();

/** What the chart makes of values, once for each; throws with what helm says where it refuses them. */
export async function render(args: readonly string[] = []): Promise<KubernetesObject[]> {
  const key = args.join(' ');
  const objects = rendered.get(key) ?? renderAnew(args);
  rendered.set(key, objects);
  return structuredClone(await objects);
}

/** Also what is random is made anew. */
export async function renderAnew(args: readonly string[] = []): Promise<KubernetesObject[]> {
  const { code, stdout, stderr } = await helm('template', RELEASE, CHART, '--namespace', NAMESPACE, ...args);
  if (code !== 0) throw new Error(stderr);
  const documents = parseAllDocuments(stdout);
  for (const { errors } of documents) if (errors[0]) throw errors[0];
  return documents.flatMap((each) => (each.toJS() as KubernetesObject | null) ?? []);
}

/** What helm says of values that it refuses. */
export async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await helm('template', RELEASE, CHART, '--namespace', NAMESPACE, ...args);
  return code === 0 ? '' : stderr;
}

/** The one of a kind and name. */
export function named(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** What runs: pods, and what makes pods, each with its name, its pod's labels and its spec. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  return objects.flatMap((object) => {
    const pod = object.kind === 'Pod' ? object : object['spec']?.template;
    if (!pod?.spec?.containers) return [];
    return { name: `${object.kind} ${object.metadata.name}`, labels: pod.metadata.labels, spec: pod.spec, object };
  });
}

export interface Pod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly spec: any;
  readonly object: KubernetesObject;
}

/** Whether a selector chooses these labels; one that says nothing chooses all. */
export function chooses(
  selector: { readonly matchLabels?: Readonly<Record<string, string>> } | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}
