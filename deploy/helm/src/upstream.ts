import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Go module of our own that builds kube-apiserver and etcd: its versions are those that everything here is checked against. */
export const APISERVER = fileURLToPath(new URL('../apiserver', import.meta.url));

/** Files of custom resources, by their modules. */
export const CRDS = {
  'sigs.k8s.io/gateway-api': 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml',
  'github.com/prometheus-operator/prometheus-operator':
    'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
} as const;

/** Of each module. */
export const VERSIONS: Readonly<Record<keyof typeof CRDS | 'k8s.io/kubernetes', string>> = {
  'k8s.io/kubernetes': /k8s\.io\/kubernetes (v\S+)/.exec(readFileSync(`${APISERVER}/go.mod`, 'utf8'))?.[1] ?? '',
  'sigs.k8s.io/gateway-api': 'v1.4.1',
  'github.com/prometheus-operator/prometheus-operator': 'v0.85.0',
};

/** A public Go module: needs Go, and its proxy or a cache that has the module. */
export function goModule(path: keyof typeof VERSIONS): { readonly folder: string; readonly name: string } {
  const name = `${path}@${VERSIONS[path]}`;
  const told = execFileSync('go', ['mod', 'download', '-json', name], { encoding: 'utf8' });
  return { folder: (JSON.parse(told) as { Dir: string }).Dir, name };
}
