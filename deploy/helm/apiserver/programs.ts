import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APISERVER, VERSIONS } from '../src/upstream.js';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/weir-chart/apiserver', import.meta.url));
const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
} as const;

/** The path of etcd or kube-apiserver, built of the module here; about ten minutes of a core at first. */
export function built(name: keyof typeof PACKAGES): string {
  const path = join(CACHE, name);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0' };
  // Helm asks the server for its version, which nothing but the linker tells it.
  const version = `-X k8s.io/component-base/version.gitVersion=${VERSIONS['k8s.io/kubernetes']}`;
  const args = ['build', '-buildvcs=false', '-trimpath', `-ldflags=-s -w ${version}`, '-o', path, PACKAGES[name]];
  execFileSync('go', args, { cwd: APISERVER, env, stdio: 'inherit' });
  return path;
}
