import { computed, type ComputedRef, inject, type InjectionKey, ref, type Ref, shallowRef } from 'vue';
import { type AccessState, type Failure, type Me, onTurnedAway, readAccess, type Role, ROLES } from '../api/index.js';

/** Who looks at the page, and what that one may do. */
export interface Access {
  /** Null until it is answered. */
  readonly state: Readonly<Ref<AccessState | null>>;
  /** Why it is not answered. */
  readonly failure: Readonly<Ref<Failure | null>>;
  /** Null = nobody, or not known yet. */
  readonly me: ComputedRef<Me | null>;
  /**
   * Whether a role's things may be done here; `ofFleet` = what is of all hosts, not for whoever sees some alone. The API decides; this
   * is for what is offered.
   */
  readonly can: (role: Role, ofFleet?: boolean) => boolean;
  /** Resolves when it was asked for the first time. */
  readonly asked: Promise<void>;
  readonly refresh: () => Promise<void>;
}

const ACCESS: InjectionKey<Access> = Symbol('access');
const RETRY_MS = 3_000;
/** Whoever sees a part alone, in a test, may do all of it. */
const ALL: Me = { name: 'local', kind: 'LOCAL', role: 'ADMIN', scope: null, accountId: null, hasPassword: false };

/** Asks who is signed in, and asks again when an answer says that this no longer holds; `leave` is called when it is nobody then. */
export function createAccess(leave: () => void): Access {
  const state = shallowRef<AccessState | null>(null);
  const failure = ref<Failure | null>(null);
  let running: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    const answer = await readAccess();
    failure.value = answer.ok ? null : answer.failure;
    if (answer.ok) state.value = answer.data;
    else if (state.value === null) setTimeout(() => void refresh(), RETRY_MS);
  };
  const refresh = (): Promise<void> => (running ??= read().finally(() => (running = null)));
  onTurnedAway(async () => {
    await refresh();
    if (state.value?.me === null) leave();
  });
  return { ...accessOf(state), failure, asked: refresh(), refresh };
}

function accessOf(state: Readonly<Ref<AccessState | null>>): Pick<Access, 'state' | 'me' | 'can'> {
  const me = computed(() => state.value?.me ?? null);
  const can: Access['can'] = (role, ofFleet) => me.value !== null && mayAs(me.value, role, ofFleet);
  return { state, me, can };
}

/** What is for admins is of the whole fleet. */
function mayAs({ role, scope }: Me, needed: Role, ofFleet = needed === 'ADMIN'): boolean {
  if (ofFleet && scope !== null) return false;
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Who is signed in, as `main` provides it. */
export function useAccess(): Access {
  return inject(ACCESS, alone, true);
}

/** Of somebody who is known from the start. */
export function accessFor(me: Me): Access {
  const state = shallowRef<AccessState>({ isSetUp: true, isAnonymousAllowed: false, oidc: null, me });
  return { ...accessOf(state), failure: ref(null), asked: Promise.resolve(), refresh: () => Promise.resolve() };
}

function alone(): Access {
  return accessFor(ALL);
}

export { ACCESS as ACCESS_KEY };
