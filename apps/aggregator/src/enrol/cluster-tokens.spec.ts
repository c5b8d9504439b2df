import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ClusterTokens } from './cluster-tokens.js';
import { RefusedEnrolment } from './outcome.js';

// How it fares at a real kube-apiserver: deploy/helm/apiserver/join.spec.ts.
const folder = mkdtempSync(join(tmpdir(), 'weir-cluster-'));
let server: Server;
let answer: { status: number; body: unknown } = { status: 201, body: {} };
const asked: { url?: string; authorization?: string; body: unknown }[] = [];

const accepted = (username: string, audiences = ['weir']): typeof answer => ({
  status: 201,
  body: { status: { authenticated: true, user: { username }, audiences } },
});
const cluster = (): ClusterTokens =>
  new ClusterTokens({
    ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, audience: 'weir', credentials: folder },
    accounts: ['weir/weir-agent'],
  });

beforeAll(async () => {
  const out = [
    '-keyout',
    'key.pem',
    '-out',
    'ca.crt',
    '-days',
    '1',
    '-subj',
    '/CN=api',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', ...out];
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  writeFileSync(join(folder, 'token'), 'own\n');
  const files = { cert: readFileSync(join(folder, 'ca.crt')), key: readFileSync(join(folder, 'key.pem')) };
  server = createServer(files, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      asked.push({
        url,
        authorization: headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

it('asks whose a token is, as itself, with the audience that it must be for', async () => {
  answer = accepted('system:serviceaccount:weir:weir-agent');
  expect(await cluster().accountOf('the secret one')).toBe('serviceaccount weir/weir-agent');
  expect(asked.at(-1)).toEqual({
    url: '/apis/authentication.k8s.io/v1/tokenreviews',
    authorization: 'Bearer own',
    body: {
      ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview' },
      spec: { token: 'the secret one', audiences: ['weir'] },
    },
  });
});

it.each([
  ['of another account', accepted('system:serviceaccount:weir:default')],
  ['of an account of the name elsewhere', accepted('system:serviceaccount:other:weir-agent')],
  ['of a person', accepted('weir/weir-agent')],
  ['for somebody else', accepted('system:serviceaccount:weir:weir-agent', ['https://kubernetes.default.svc'])],
  [
    'at a server that knows no audiences',
    {
      status: 201,
      body: { status: { authenticated: true, user: { username: 'system:serviceaccount:weir:weir-agent' } } },
    },
  ],
  ['that the cluster does not know', { status: 201, body: { status: { authenticated: false } } }],
])('lets nobody in by a token %s', async (_, told) => {
  answer = told;
  expect(await cluster().accountOf('the secret one')).toBeNull();
});

it('says to try again where the cluster does not let itself be asked', async () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  answer = { status: 403, body: {} };
  await expect(cluster().accountOf('the secret one')).rejects.toMatchObject({ refusal: { problem: 'unavailable' } });
  await expect(cluster().accountOf('the secret one')).rejects.toBeInstanceOf(RefusedEnrolment);
  expect(String(warn.mock.calls[0]?.[0])).toContain('system:auth-delegator');
  expect(String(warn.mock.calls[0]?.[0])).not.toContain('the secret one');
});
