import type { HostScope } from '../../api/index.js';
import type { ScopeInput } from '../../api/operations/access.js';

/** What is typed of a scope: names and labels with commas between. Empty = all hosts. */
export function scopeText(scope: HostScope | null): string {
  return scope ? partsOf(scope).join(', ') : '';
}

/** The scope that a text means; null = all hosts. What has a `=` is a label, all else a name. */
export function scopeOf(text: string): ScopeInput | null {
  const parts = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return null;
  const labels = parts.filter((part) => part.includes('='));
  return {
    hosts: parts.filter((part) => !part.includes('=')),
    labels: labels.map((label) => {
      const at = label.indexOf('=');
      return { name: label.slice(0, at).trim(), value: label.slice(at + 1).trim() };
    }),
  };
}

/** Which hosts it means, in words. */
export function scopeWords(scope: HostScope | null): string {
  if (!scope) return 'All hosts';
  const parts = partsOf(scope);
  return parts.length > 0 ? `Only hosts ${parts.join(', ')}` : 'No host';
}

function partsOf({ hosts, labels }: HostScope): string[] {
  return [...hosts, ...labels.map(({ name, value }) => `${name}=${value}`)];
}
