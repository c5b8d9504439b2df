import { readFileSync } from 'node:fs';
import { ENROLMENT_PATH, type EnrolmentProblem, RENEWAL_PATH } from '@weir/model';
import type { Logger } from 'pino';
import { type ask, type Asked } from './ask.js';
import type { JoinSettings } from './join-settings.js';
import { Keeper } from './keeper.js';
import type { Given } from './kept-enrolment.js';
import { enrolmentOf, makeSeed, renewalOf } from './key.js';
import { givenAt } from './life.js';
import { Patience } from './patience.js';
import { SigningClock } from './signing-clock.js';
import { wordsOf } from './words.js';

/** What an enrolment stands on. */
export interface EnrolmentParts {
  readonly join: JoinSettings;
  /** The state folder; null where nothing can be kept. */
  readonly folder: string | null;
  readonly hostId: string;
  readonly hostName: string;
  /** By the wall clock, ms since 1970. */
  readonly nowMs: () => number;
  readonly ask: typeof ask;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** How soon it asks again where nobody answered; each time later, up to the last. */
const FIRST_AGAIN_MS = 1_000;
const LAST_AGAIN_MS = 30_000;
/** How soon it looks whether it has a token, or another than the one that was refused. */
const TOKEN_AGAIN_MS = 15_000;
const LOOK_EVERY_MS = 30_000;
/** Where NATS goes on refusing what the aggregator gives. */
const LAST_DOUBT_MS = 300_000;
/** What was signed with a clock that is off is signed again by the aggregator's. */
const AT_ONCE_MS = 0;

/** What of the enrolment a new key and a new token are needed for. */
const PUT_OUT: readonly (EnrolmentProblem | null)[] = ['revoked', 'not-enrolled', 'expired'];

/** Makes this host known to the aggregator, and keeps it so. Everything else goes on meanwhile, whatever comes of it. */
export class Enrolment {
  private readonly clock: SigningClock;
  private readonly keeper: Keeper;
  private readonly patience = new Patience(() => performance.now());
  private againMs = FIRST_AGAIN_MS;
  private isDoubted = false;
  private doubtMs = FIRST_AGAIN_MS;
  /** The wall clock may be set back: this one is not, but knows only this life. */
  private renewAtMonotonicMs = Infinity;
  private told = '';
  private waiting: NodeJS.Timeout | null = null;
  private stopped = false;
  private changed: (given: Given | null) => void = () => undefined;

  constructor(private readonly parts: EnrolmentParts) {
    this.clock = new SigningClock(parts.nowMs);
    this.keeper = new Keeper(parts.folder, parts.hostId);
  }

  /** `changed` is told what this host has, now and whenever that is something else; null = nothing that lets it in. */
  start(changed: (given: Given | null) => void): void {
    this.changed = changed;
    void this.step();
  }

  stop(): void {
    this.stopped = true;
    if (this.waiting) clearTimeout(this.waiting);
  }

  /** What it proves itself by. */
  credentials(): { readonly jwt: string; readonly seed: Uint8Array } {
    const { given, seed } = this.keeper.now;
    return { jwt: given?.jwt ?? '', seed: Buffer.from(seed) };
  }

  /** NATS does not let it in with what it has: the aggregator knows why. */
  doubt(): void {
    if (this.isDoubted || this.stopped) return;
    this.isDoubted = true;
    this.again(this.doubtMs);
    this.doubtMs = Math.min(2 * this.doubtMs, LAST_DOUBT_MS);
  }

  private async step(): Promise<void> {
    try {
      this.again(await this.look());
    } catch (error) {
      this.tell(`this host cannot join, or renew: ${(error as Error).message}`);
      this.again(this.later());
    }
  }

  private again(ms: number): void {
    if (this.stopped) return;
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.step(), ms);
  }

  /** Does what is due; answers when to look again. */
  private async look(): Promise<number> {
    if (!this.keeper.isOpen) this.open();
    const { given, next } = this.keeper.now;
    if (!given) return this.join();
    const isDue = this.parts.nowMs() >= given.renewAt || performance.now() >= this.renewAtMonotonicMs;
    if (!isDue && !this.isDoubted) {
      this.doubtMs = FIRST_AGAIN_MS;
      return LOOK_EVERY_MS;
    }
    if (this.patience.isTried(given.jwt)) return TOKEN_AGAIN_MS;
    // A key is replaced when its time has come; NATS may doubt it for another reason.
    return this.renew(given, next ?? (isDue ? makeSeed() : null));
  }

  private open(): void {
    const { given } = this.keeper.open();
    if (given) this.changed(given);
  }

  private async join(): Promise<number> {
    const token = this.token();
    if (token === null) {
      this.tell('this host has not joined: set WEIR_JOIN_TOKEN to a new join token. It goes on counting meanwhile');
      return TOKEN_AGAIN_MS;
    }
    if (this.patience.isTried(token)) return TOKEN_AGAIN_MS;
    const { hostId, hostName, join, ask } = this.parts;
    const { seed } = this.keeper.now;
    const request = enrolmentOf(seed, { token, hostId, hostName, at: this.clock.now() });
    return this.settle(await ask(join, ENROLMENT_PATH, request), seed, token);
  }

  /** The next key is kept before anybody hears of it: an answer may be lost. */
  private async renew({ hostId, jwt }: Given, next: string | null): Promise<number> {
    const { join, ask } = this.parts;
    const { seed } = this.keeper.keep({ next });
    const asked = await ask(join, RENEWAL_PATH, renewalOf(seed, next, hostId, this.clock.now()));
    return this.settle(asked, next ?? seed, jwt);
  }

  /** `shown` = what it was asked with. */
  private settle(asked: Asked, seed: string, shown: string): number {
    if (this.stopped) return LAST_AGAIN_MS;
    return asked.ok ? this.take(asked, seed) : this.bear(asked, shown);
  }

  private take({ answer }: Asked & { readonly ok: true }, seed: string): number {
    const given = givenAt(answer, this.parts.nowMs());
    if (!given || given.hostId !== this.parts.hostId) throw new Error('the answer is for no JWT of this host');
    const isFirst = !this.keeper.now.given;
    this.renewAtMonotonicMs = performance.now() + given.renewAt - this.parts.nowMs();
    this.keeper.keep({ seed, next: null, given, refusal: null });
    [this.againMs, this.told, this.isDoubted] = [FIRST_AGAIN_MS, '', false];
    const until = new Date(given.endsAt).toISOString();
    this.parts.log.info({ until }, isFirst ? 'this host has joined' : 'this host has new credentials');
    this.changed(given);
    return LOOK_EVERY_MS;
  }

  private bear(asked: Asked & { readonly ok: false }, shown: string): number {
    const { kind, problem, text, serverMs } = asked;
    if (problem === 'clock' && serverMs !== null && this.correct(serverMs)) return AT_ONCE_MS;
    const hasJoined = this.keeper.now.given !== null;
    this.tell(wordsOf(asked, hasJoined));
    this.keeper.note({ problem, text, at: this.parts.nowMs() });
    if (kind !== 'refused') return this.later();
    this.patience.refuse(shown);
    return hasJoined && PUT_OUT.includes(problem) ? this.leave(problem) : TOKEN_AGAIN_MS;
  }

  /** What it had lets it in no more. Whoever is put out needs a new key too; a token, that it may have, is tried at once. */
  private leave(problem: EnrolmentProblem | null): number {
    const { seed } = this.keeper.now;
    this.keeper.keep({ seed: problem === 'expired' ? seed : makeSeed(), next: null, given: null });
    this.isDoubted = false;
    this.changed(null);
    return this.token() === null ? TOKEN_AGAIN_MS : FIRST_AGAIN_MS;
  }

  /** False where that was done before: an aggregator that refuses what its own clock says is no help. */
  private correct(serverMs: number): boolean {
    const offMs = this.clock.correct(serverMs);
    if (offMs === null) return false;
    this.parts.log.warn({ offSeconds: Math.round(offMs / 1_000) }, "this host's clock is off: set it");
    return true;
  }

  private later(): number {
    const ms = this.againMs;
    this.againMs = Math.min(2 * ms, LAST_AGAIN_MS);
    return ms * (1 + Math.random() / 2);
  }

  private token(): string | null {
    const { token, tokenFile } = this.parts.join;
    return tokenFile === null ? token : readFileSync(tokenFile, 'utf8').trim() || null;
  }

  /** Once for each thing that is wrong. */
  private tell(text: string): void {
    if (text !== this.told) this.parts.log.warn(text);
    this.told = text;
  }
}
