import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { readText } from '../procfs/files.js';
import { asList, asRecord, jsonLines, text } from './json.js';
import { type Pod, toPod } from './kubernetes-records.js';
import type { LabelFilter } from './labels.js';

/** Where the API of the cluster that this host is a node of listens. */
export interface KubernetesAddress {
  readonly host: string;
  readonly port: number;
  /** Only this node's pods are asked for. */
  readonly nodeName: string;
  /** Folder of the service account's `token` and `ca.crt`. */
  readonly credentials: string;
}

/** Some pods, and the state of the cluster they were read at. */
export interface PodList {
  readonly pods: readonly Pod[];
  readonly resourceVersion: string;
}

/** Something that happened to a pod; or, without one, only the state of the cluster that it is known up to. */
export interface PodChange {
  readonly kind: 'there' | 'gone' | 'bookmark';
  readonly pod: Pod | null;
  readonly resourceVersion: string | null;
}

/** What the agent asks the API for; all of it by GET. */
export interface KubernetesApi {
  /** The node's pods, at `0` as the API has them at hand, or for sure the newest. */
  list(from: '0' | 'newest', signal: AbortSignal): Promise<PodList>;
  /** Starts listening for what happened since; ends every few minutes. */
  watch(resourceVersion: string, signal: AbortSignal): Promise<AsyncIterable<PodChange>>;
}

/** The API answered, but not with what it was asked for. */
export class KubernetesRefusal extends Error {
  constructor(
    readonly status: number,
    detail: string | null,
  ) {
    super(`${remedyOf(status)}${detail === null ? '' : ` (${detail})`}`);
  }
}

interface Patience {
  /** For an answer to begin, and for a list to arrive. */
  readonly requestMs: number;
  /** For a watch, which the API then ends; a connection that died unnoticed ends a little later. */
  readonly watchSeconds: number;
}

const PATIENCE: Patience = { requestMs: 30_000, watchSeconds: 300 };
const WATCH_GRACE_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
const PODS_A_PAGE = 500;
const MAX_REFUSAL_BYTES = 65_536;

/** The API over HTTPS, with the service account that Kubernetes mounts into a pod. */
export function kubernetesApi(address: KubernetesAddress, allows: LabelFilter, patience = PATIENCE): KubernetesApi {
  const get = (query: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> =>
    ask(address, new URLSearchParams({ fieldSelector: `spec.nodeName=${address.nodeName}`, ...query }), signal);
  return {
    list: async (from, signal) => {
      const within = AbortSignal.any([signal, AbortSignal.timeout(patience.requestMs)]);
      const pods: Pod[] = [];
      let page: Record<string, string> = from === '0' ? { resourceVersion: '0' } : {};
      for (;;) {
        const answer = asRecord(JSON.parse(await textOf(await get({ limit: String(PODS_A_PAGE), ...page }, within))));
        pods.push(...asList(answer['items']).flatMap((each) => toPod(each, allows) ?? []));
        const { resourceVersion, continue: rest } = asRecord(answer['metadata']);
        if (!rest) return { pods, resourceVersion: String(resourceVersion) };
        page = { continue: String(rest) };
      }
    },
    watch: async (resourceVersion, signal) => {
      const { watchSeconds } = patience;
      const query = { watch: '1', allowWatchBookmarks: 'true', timeoutSeconds: String(watchSeconds), resourceVersion };
      const within = AbortSignal.any([signal, AbortSignal.timeout(watchSeconds * 1_000 + WATCH_GRACE_MS)]);
      return changesOf(await get(query, within), allows);
    },
  };
}

async function* changesOf(stream: AsyncIterable<Buffer>, allows: LabelFilter): AsyncGenerator<PodChange> {
  for await (const line of jsonLines(stream)) {
    const { type, object } = asRecord(line);
    const record = asRecord(object);
    if (type === 'ERROR') throw new KubernetesRefusal(Number(record['code']), text(record['message']));
    const kind = type === 'BOOKMARK' ? 'bookmark' : type === 'DELETED' ? 'gone' : 'there';
    const resourceVersion = text(asRecord(record['metadata'])['resourceVersion']);
    yield { kind, pod: kind === 'bookmark' ? null : toPod(record, allows), resourceVersion };
  }
}

/** The token and the authority are read each time: both are replaced while the agent runs. */
async function ask(address: KubernetesAddress, query: URLSearchParams, signal: AbortSignal): Promise<IncomingMessage> {
  const { host, port, credentials } = address;
  const token = credential(`${credentials}/token`).trim();
  const ca = credential(`${credentials}/ca.crt`);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': 'weir-agent' };
    const path = `/api/v1/pods?${query.toString()}`;
    const asked = request({ host, port, path, headers, ca, signal, agent: false }, resolve);
    // A watch may be silent for long; a peer that is gone must still be noticed.
    asked.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    asked.on('error', reject);
    asked.end();
  });
  if (response.statusCode === 200) return response;
  const refusal = await textOf(response, MAX_REFUSAL_BYTES);
  throw new KubernetesRefusal(response.statusCode ?? 0, messageOf(refusal));
}

function credential(path: string): string {
  const content = readText(path);
  if (content !== null) return content;
  throw new Error(`${path} cannot be read: the agent's pod needs a service account with automountServiceAccountToken`);
}

async function textOf(response: IncomingMessage, maxBytes = Infinity): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function messageOf(body: string): string | null {
  try {
    return text(asRecord(JSON.parse(body))['message']);
  } catch {
    return null;
  }
}

function remedyOf(status: number): string {
  if (status === 403) return "not allowed: give the agent's service account a ClusterRole with list and watch on pods";
  if (status === 401) return "the service account's token is not accepted: is it of this cluster, and not out of date?";
  return `answered with status ${status}`;
}
