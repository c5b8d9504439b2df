import type { Decoded } from '@weir/model';
import type { ClientBase } from 'pg';
import { type Members, type MembersRequest, readMembers, unknownInterface } from './members.js';
import { MAX_SERIES, type Top } from './series.js';

/** Finds who is asked for, or what is wrong with that: an interface that there is not, or more groups than are answered. */
export async function askedMembers(
  client: ClientBase,
  request: MembersRequest & { readonly top: Top | null },
  most = MAX_SERIES,
): Promise<Decoded<Members>> {
  const unknown = await unknownInterface(client, request.interfaces ?? []);
  if (unknown !== null) {
    return { ok: false, refusal: { field: 'interfaces', reason: `holds ${unknown}, which is no interface` } };
  }
  const members = await readMembers(client, request);
  if (members.groups.length <= most || request.top) return { ok: true, value: members };
  const reason = `makes ${members.groups.length} groups: narrow it to ${most}, group by less, or ask for the top`;
  return { ok: false, refusal: { field: request.interfaces ? 'interfaces' : 'filter', reason } };
}
