/** How this host joins. */
export interface JoinSettings {
  /** Origin of the aggregator. */
  readonly url: string;
  /** Null where a file holds it, or the host joined before. */
  readonly token: string | null;
  /** Read each time that it is used. */
  readonly tokenFile: string | null;
  /** `sha256:<hex>` of the only certificate that is taken; null = one that an authority of the system signed. */
  readonly pin: string | null;
}
