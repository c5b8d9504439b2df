import { readFileSync } from 'node:fs';
import {
  asItIs,
  listOf,
  orRemedy,
  readOptional,
  type SettingFault,
  type Settings,
  type SettingValue,
  type ValuesOf,
} from '@weir/model';
import { asFile, asPort } from './readers.js';
import { isSecret, JOIN_TOKEN_PREFIX } from './secret.js';

const DNS_LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const ACCOUNT = new RegExp(`^${DNS_LABEL}/${DNS_LABEL}([.]${DNS_LABEL})*$`);

/** Whose service accounts may join, and where the cluster is asked about their tokens. */
export interface ClusterAdmission {
  readonly host: string;
  readonly port: number;
  /** What the tokens are made for: those for another audience do not count. */
  readonly audience: string;
  /** `namespace/name` of each. */
  readonly accounts: readonly string[];
  /** Folder of our own service account's `token` and `ca.crt`. */
  readonly credentials: string;
}

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What lets hosts join besides join tokens. */
export const ENROL_SETTINGS = {
  WEIR_STANDING_JOIN_TOKEN_FILE: {
    default: '',
    takes: 'absolute path of a file with `weirjoin_` and 43 letters, digits, `-` and `_`',
    meaning:
      'a join token that neither ends nor is used up, for agents that are brought out together with the aggregator, as by [Compose](../deploy/compose/README.md). Whoever can read it can join as a new host',
    read: readOptional(readStandingToken),
  },
  WEIR_JOIN_SERVICE_ACCOUNTS: {
    default: '',
    takes: '`namespace/name`, separated by commas: `weir/weir-agent`',
    meaning:
      "service accounts of the Kubernetes cluster that the aggregator runs in, whose tokens stand for join tokens; see [enrolling hosts](operations.md#on-kubernetes). The aggregator's own must be allowed to create tokenreviews",
    read: (text): SettingValue<readonly string[]> =>
      orRemedy(
        listOf(text).every((each) => ACCOUNT.test(each)) ? listOf(text) : null,
        'must be namespace/name of service accounts, such as weir/weir-agent, separated by commas',
      ),
  },
  WEIR_JOIN_AUDIENCE: {
    default: 'weir',
    takes: 'a word',
    meaning: "what these tokens are made for: the `audience` of the agents' projected token",
    read: (text) => orRemedy(/^[^\s,]{1,253}$/.test(text) ? text : null, 'must be one word'),
  },
  KUBERNETES_SERVICE_HOST: {
    default: '',
    takes: 'what Kubernetes sets in every pod',
    meaning: "the cluster's API; leave it alone",
    read: asItIs,
  },
  KUBERNETES_SERVICE_PORT: {
    default: '443',
    takes: 'what Kubernetes sets in every pod',
    meaning: 'its port',
    read: (text) => orRemedy(asPort(text), 'must be a number from 0 to 65535'),
  },
} satisfies Settings;

/** Read now, so that what is wrong with it is told with all the rest; nothing of what it holds is. */
function readStandingToken(file: string): SettingValue<string> {
  if (asFile(file) === null) return orRemedy<string>(null, 'must be an absolute path');
  try {
    const token = readFileSync(file, 'utf8').trim();
    const remedy = `must name a file with weirjoin_ and 43 letters, digits, - and _: ${file} holds none`;
    return orRemedy(isSecret(token, JOIN_TOKEN_PREFIX) ? token : null, remedy);
  } catch (error) {
    const { code = 'unknown' } = error as { readonly code?: string };
    return orRemedy<string>(null, `must name a file that this process can read: ${file} it cannot (${code})`);
  }
}

/** Null where no service account may join. */
export function clusterAdmissionOf(values: Partial<ValuesOf<typeof ENROL_SETTINGS>>): {
  readonly admission: ClusterAdmission | null;
  readonly faults: readonly SettingFault[];
} {
  const { WEIR_JOIN_SERVICE_ACCOUNTS: accounts = [], WEIR_JOIN_AUDIENCE: audience = '' } = values;
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = 0 } = values;
  if (accounts.length === 0) return { admission: null, faults: [] };
  const remedy = 'must be left out: the aggregator runs in no Kubernetes cluster that could be asked about them';
  if (host === '') return { admission: null, faults: [{ name: 'WEIR_JOIN_SERVICE_ACCOUNTS', remedy }] };
  return { admission: { host, port, audience, accounts, credentials: SERVICE_ACCOUNT }, faults: [] };
}
