import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentOf } from '../src/environment.js';
import type { KubernetesObject } from '../src/render.js';
import type { Server } from './server.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LOOK_EVERY_MS = 500;

/** The folder that Kubernetes mounts of a service account. */
export async function credentialsOf(server: Server, namespace: string, name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-credentials-'));
  const { stdout } = await server.kubectl('create', 'token', name, '--namespace', namespace);
  writeFileSync(join(folder, 'token'), stdout.trim());
  writeFileSync(join(folder, 'namespace'), namespace);
  copyFileSync(server.authority, join(folder, 'ca.crt'));
  return folder;
}

/** Where a pod finds the API of its cluster. */
export function clusterOf({ host, port }: Server): Record<string, string> {
  return { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: String(port) };
}

/** Runs Jobs as processes of this machine, of the weir that is built here, and says how they ended: as controller and kubelet would. */
export function runJobs(server: Server): { stop(): Promise<void> } {
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      const { stdout } = await server.kubectl('get', 'jobs', '--all-namespaces', '--output', 'json');
      const { items } = JSON.parse(stdout || '{"items":[]}') as { items: KubernetesObject[] };
      for (const job of items.filter(({ status }) => !status.completionTime)) await runJob(server, job);
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    stop: () => {
      isStopped = true;
      return running;
    },
  };
}

async function runJob(server: Server, job: KubernetesObject): Promise<void> {
  const { namespace, name } = job.metadata as unknown as { namespace: string; name: string };
  const { serviceAccountName, containers } = job['spec'].template.spec;
  const [{ command, env }] = containers;
  const credentials = await credentialsOf(server, namespace, serviceAccountName);
  const script = command[1].replace('/weir/', ROOT);
  const environment = { ...clusterOf(server), ...environmentOf(env, () => '') };
  const ended = await endOf(script, credentials, environment);
  rmSync(credentials, { recursive: true });
  if (ended !== '') throw new Error(`the job ${name}: ${ended}`);
  const at = new Date().toISOString().replace(/\.\d+/, '');
  const conditions = ['SuccessCriteriaMet', 'Complete'].map((type) => ({
    ...{ type, status: 'True', lastTransitionTime: at, lastProbeTime: at },
  }));
  const status = { startTime: at, completionTime: at, succeeded: 1, conditions };
  const patch = JSON.stringify({ status });
  const patched = await server.kubectl(
    ...['patch', 'job', name, '--namespace', namespace, '--subresource=status', '--type=merge', '--patch', patch],
  );
  if (patched.code !== 0) throw new Error(patched.stderr);
}

/** What it said that went wrong; '' where nothing did. */
function endOf(script: string, credentials: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, credentials], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('close', (code) => resolve(code === 0 ? '' : `status ${code}: ${said}`));
  });
}
