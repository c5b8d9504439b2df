import type { Decoded, Refusal } from '@weir/model';
import type { EntityKind } from '../../query/entities/entity.js';
import type { Filter } from '../../query/filter.js';
import type { ReportRequest } from './report-request.js';
import type { ReportSources } from './sources.js';

/** What a report is about, looked up. */
export interface Subject {
  /** What people call it; null = all that passes the filter. */
  readonly name: string | null;
  /** The name of the host that it is on, where one was named. */
  readonly hostName: string | null;
  /** Everything that is of it. */
  readonly filter: Filter;
}

const FIRST = { descending: false, first: 1, after: null } as const;
const ENTITIES: readonly EntityKind[] = ['service', 'workload', 'stack'];

/** Looks up what a report is about, or says what is unknown. What has gone since is known as long as its figures are. */
export async function subjectOf(sources: ReportSources, request: ReportRequest): Promise<Decoded<Subject>> {
  const { subject, filter } = request;
  const { host, name } = subject ?? {};
  const hostRow = host === undefined ? null : await sources.hosts.byUuid(host);
  if (host !== undefined && !hostRow) return refuse('host', 'is the id of no host');
  const ofHost: Filter = hostRow ? { hosts: [hostRow.id] } : {};
  const named = name === undefined ? {} : await filterOfName(sources, request, name, ofHost);
  if (!named) return refuse('name', `is the name of no ${request.kind} that is known here`);
  const own = { ...ofHost, ...named };
  const clash = clashOf(own, filter ?? {});
  if (clash) return { ok: false, refusal: clash };
  return { ok: true, value: { name: name ?? null, hostName: hostRow?.name ?? null, filter: { ...filter, ...own } } };
}

/** The filter that finds what has a name; null where nothing has. */
async function filterOfName(
  { networks, entities }: ReportSources,
  { kind }: ReportRequest,
  name: string,
  ofHost: Filter,
): Promise<Filter | null> {
  if (kind === 'network') {
    const filter: Filter = { network: { eq: name } };
    const listed = networks.list({ ...ofHost, ...filter, includeGone: true }, { by: 'name', ...FIRST });
    return listed.ok && (await listed.value.page()).rows.length > 0 ? filter : null;
  }
  for (const entity of ENTITIES) {
    const filter: Filter = { [entity]: { eq: name } };
    const listed = entities.list(entity, { ...ofHost, ...filter, includeGone: true }, { by: 'name', ...FIRST });
    if (listed.ok && (await listed.value.page()).rows.length > 0) return filter;
  }
  return null;
}

/** A field cannot be asked to be two things. */
function clashOf(own: Filter, given: Filter): Refusal | null {
  const field = Object.keys(own).find((each) => given[each as keyof Filter] != null);
  if (field === undefined) return null;
  return { field: `filter.${field}`, reason: 'is settled by what the report is about: leave it out' };
}

function refuse(field: string, reason: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { field, reason } };
}
