import { sifted } from '../../../live/sifted.js';
import type { Seen } from '../../../query/scope/seen-hosts.js';
import type { HostNews } from '../host-news.js';

/** News of the hosts that are seen. One that is seen no more is told of as forgotten, by the name that it had. */
export function hostNewsSeen(
  source: AsyncIterableIterator<HostNews>,
  seen: Seen | null,
): AsyncIterableIterator<HostNews> {
  if (!seen) return source;
  const names = new Map([...seen.ids()].map((id) => [id, seen.nameOf(id) ?? '']));
  return sifted(source, (news) => {
    const { hostId } = news;
    if (seen.has(hostId)) {
      names.set(hostId, news.name);
      return news;
    }
    const name = names.get(hostId);
    names.delete(hostId);
    return name === undefined ? null : { ...news, kind: 'forgotten', name };
  });
}
