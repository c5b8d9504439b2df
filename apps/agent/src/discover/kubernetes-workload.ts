import { asList, asRecord, type Json, text } from './json.js';

/** What a CronJob adds to its own name to name a job: the minutes since 1970. */
const SCHEDULED = /^(.+)-\d{8,}$/;

/**
 * What a pod belongs to, as `Deployment/web`: its controller, or that controller's own where names tell it, since only
 * that outlives a release. Null for a pod that nothing controls.
 */
export function workloadOf(metadata: Json): string | null {
  const owner = asList(metadata['ownerReferences'])
    .map(asRecord)
    .find((reference) => reference['controller'] === true);
  const kind = text(owner?.['kind']);
  const name = text(owner?.['name']);
  if (kind === null || name === null) return null;
  return text(outermost(kind, name, text(asRecord(metadata['labels'])['pod-template-hash'])));
}

function outermost(kind: string, name: string, templateHash: string | null): string {
  if (kind === 'ReplicaSet' && templateHash !== null && name.endsWith(`-${templateHash}`)) {
    return `Deployment/${name.slice(0, -templateHash.length - 1)}`;
  }
  const schedule = kind === 'Job' ? SCHEDULED.exec(name)?.[1] : undefined;
  return schedule === undefined ? `${kind}/${name}` : `CronJob/${schedule}`;
}
