/** A variable of a container, as Kubernetes writes it. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

const OF_POD: Readonly<Record<string, string>> = {
  'metadata.name': 'weir-nats-0',
  'spec.nodeName': 'node-1.example',
  'status.podIP': '10.42.0.7',
};

/** What a process would find in its environment: `$(NAME)` is what stands before it, as the kubelet does it. */
export function environmentOf(
  variables: readonly Variable[],
  secretOf: (name: string, key: string) => string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { name, value, valueFrom } of variables) {
    const { secretKeyRef: secret, fieldRef: field } = valueFrom ?? {};
    if (secret) environment[name] = secretOf(secret.name, secret.key);
    else if (field) environment[name] = OF_POD[field.fieldPath] ?? '';
    else environment[name] = (value ?? '').replace(/\$\((\w+)\)/g, (all, other: string) => environment[other] ?? all);
  }
  return environment;
}
