import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { ClusterAdmission } from '../config/enrol-settings.js';
import { refused } from './outcome.js';

interface TokenReview {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly audiences?: readonly string[];
    readonly user?: { readonly username?: string };
  };
}

const PATH = '/apis/authentication.k8s.io/v1/tokenreviews';
const PATIENCE_MS = 10_000;
const MOST_BYTES = 262_144;
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Tokens of service accounts that stand for join tokens: the API of the cluster says whose one is. */
export class ClusterTokens {
  private readonly logger = new Logger('enrolment');

  constructor(private readonly admission: ClusterAdmission) {}

  /** The account (`serviceaccount weir/weir-agent`) of a token that may join; null where it may not. */
  async accountOf(token: string): Promise<string | null> {
    const { audience, accounts } = this.admission;
    const { status } = await this.review(token);
    // A server that knows of no audiences answers without: then the token is for anybody.
    if (status?.authenticated !== true || status.audiences?.includes(audience) !== true) return null;
    const [, namespace, name] = SERVICE_ACCOUNT.exec(status.user?.username ?? '') ?? [];
    const account = `${namespace}/${name}`;
    return accounts.includes(account) ? `serviceaccount ${account}` : null;
  }

  private async review(token: string): Promise<TokenReview> {
    try {
      return JSON.parse(await this.ask(token)) as TokenReview;
    } catch (error) {
      this.logger.warn(`the cluster cannot be asked whose a token is: ${String(error)}`);
      throw refused(
        'unavailable',
        'token',
        'cannot be looked at now: the API of the cluster does not answer; try again later',
      );
    }
  }

  /** Our own credentials are read each time: they are replaced while we run. */
  private async ask(token: string): Promise<string> {
    const { host, port, audience, credentials } = this.admission;
    const own = (await readFile(join(credentials, 'token'), 'utf8')).trim();
    const ca = await readFile(join(credentials, 'ca.crt'), 'utf8');
    const spec = { token, audiences: [audience] };
    const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec });
    const headers = {
      ...{ authorization: `Bearer ${own}`, accept: 'application/json', 'user-agent': 'weir-aggregator' },
      ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host, port, path: PATH, method: 'POST', headers, ca, signal, agent: false };
      request(options, resolve).on('error', reject).end(body);
    });
    const text = await textOf(answer);
    if (answer.statusCode === 201 || answer.statusCode === 200) return text;
    const remedy =
      answer.statusCode === 403 ? ': let our service account create tokenreviews (system:auth-delegator)' : '';
    throw new Error(`status ${answer.statusCode}${remedy}`);
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
