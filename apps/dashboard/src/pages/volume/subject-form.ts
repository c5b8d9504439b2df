import type { Quota, QuotaInput } from '../../api/operations/volume.js';

/** What is counted, as a form holds it. */
export interface SubjectForm {
  readonly kind: QuotaInput['subject']['kind'];
  readonly name: string;
  /** Id of the host; null = none was chosen. */
  readonly host: string | null;
  /** As it is typed. */
  readonly hostName: string;
}

export const WHOLE_FLEET: SubjectForm = { kind: 'FLEET', name: '', host: null, hostName: '' };

/** What a quota is of, to be changed. */
export function subjectFormOf({ kind, name, host, hostName }: Quota['subject']): SubjectForm {
  return { kind, name: name ?? '', host, hostName: hostName ?? host ?? '' };
}

/** The same as the API takes it: a name of a host that was typed and not chosen is left to it to refuse. */
export function subjectInputOf({ kind, name, host, hostName }: SubjectForm): QuotaInput['subject'] {
  return {
    kind,
    host: kind === 'FLEET' ? null : (host ?? (hostName.trim() || null)),
    name: kind === 'FLEET' || kind === 'HOST' ? null : name.trim(),
  };
}
