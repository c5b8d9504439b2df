import { Args, Resolver, Subscription } from '@nestjs/graphql';
import type { Decoded, Refusal } from '@weir/model';
import { FocusLeases, MAX_FOCUSED_HOSTS } from '../../../control/focus-leases.js';
import type { LiveRefusal, LiveUpdate } from '../../../live/series/live-view.js';
import { LiveSeries } from '../../../live/series/live-series.js';
import { currentScope, currentScopeKey, inScopeOfNow } from '../../../query/caller.js';
import { type KeyedMembers, LiveMembersQuery, type LiveMembersRequest } from '../../../query/live-members.query.js';
import { SeenHosts } from '../../../query/scope/seen-hosts.js';
import { asLiveRequest, asMembersRequest, focusedHost, refusalOfLive } from '../as-live-request.js';
import { accepted, badUserInput, refuseIf } from '../errors.js';
import { LiveSeriesFrame, LiveSeriesInput } from '../types/live-series.type.js';

@Resolver()
export class LiveSeriesResolver {
  constructor(
    private readonly live: LiveSeries,
    private readonly members: LiveMembersQuery,
    private readonly leases: FocusLeases,
    private readonly seen: SeenHosts,
  ) {}

  @Subscription(() => LiveSeriesFrame, {
    description:
      'Rates as they are now, second by second and grouped as in `series`, straight from the agents. All who ask for the ' +
      'same share one evaluation. A slow client gets the newest and skips what is outdated.',
    resolve: asLiveSeriesFrame,
  })
  async liveSeries(
    @Args('input', { type: () => LiveSeriesInput, description: 'Whose rates, and how they are drawn together.' })
    input: LiveSeriesInput,
  ): Promise<AsyncIterableIterator<LiveUpdate | LiveRefusal>> {
    refuseIf(refusalOfLive(input));
    const hostId = focusedHost(input);
    refuseIf(this.refusalOfFocus(hostId));
    const readMembers = this.membersInScope(asMembersRequest(input));
    const asked = asLiveRequest(input);
    const name = `${currentScopeKey()} ${asked.name}`;
    const view = accepted(await this.live.watch({ ...asked, name, readMembers }));
    // Others may have begun to look closely while the store was asked.
    const refusal = this.refusalOfFocus(hostId);
    if (refusal) view.end();
    refuseIf(refusal);
    // No host is looked at closely for who does not see it.
    if (hostId !== null && (this.seen.ofNow()?.has(hostId) ?? true)) view.onEnd(this.leases.hold(hostId));
    return view;
  }

  /** Who is asked for, in the scope of now each time; an interface that has left it since is nobody's. */
  private membersInScope(request: LiveMembersRequest): () => Promise<Decoded<KeyedMembers>> {
    const isScoped = currentScope() !== null;
    let hasBegun = false;
    return inScopeOfNow(async (): Promise<Decoded<KeyedMembers>> => {
      const members = await this.members.read(request);
      if (!members.ok && hasBegun && isScoped) return { ok: true, value: { groups: [], hosts: [] } };
      hasBegun ||= members.ok;
      return members;
    });
  }

  private refusalOfFocus(hostId: string | null): Refusal | null {
    if (hostId === null || this.leases.hasRoomFor(hostId)) return null;
    return { field: 'focus', reason: `is on ${MAX_FOCUSED_HOSTS} hosts already: leave one first` };
  }
}

function asLiveSeriesFrame(update: LiveUpdate | LiveRefusal): LiveSeriesFrame {
  if ('refusal' in update) throw badUserInput(update.refusal);
  const { frame, groups } = update;
  const { atMs, ms, revision, hostsExpected, hostsHeard, columns } = frame;
  return { at: atMs, milliseconds: ms, revision, hostsExpected, hostsHeard, groups, columns };
}
