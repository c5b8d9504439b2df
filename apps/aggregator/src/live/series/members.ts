/** A group of interfaces, as it is answered. */
export interface LiveGroup {
  /** Unique, and the same whenever members are read. */
  readonly id: string;
  readonly keys: readonly { readonly dimension: string }[];
}

/** The interfaces of a host that are members of groups. */
export interface LiveHost {
  readonly id: string;
  /** Each key with the index of its group. */
  readonly members: readonly (readonly [key: string, group: number])[];
}

/** Who is watched, by group and by host; as the store knows it, which is asked now and then and never for a tick. */
export interface LiveMembers {
  readonly groups: readonly LiveGroup[];
  readonly hosts: readonly LiveHost[];
}
