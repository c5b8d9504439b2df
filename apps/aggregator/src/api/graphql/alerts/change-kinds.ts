/** What agents tell of, and what is found here; an agent of another version may tell of more. */
export const CHANGE_KINDS: readonly string[] = [
  ...['started', 'stopped', 'image', 'replaced', 'renamed'].map((what) => `container.${what}`),
  ...['added', 'removed', 'renamed', 'mtu', 'speed', 'state', 'addresses', 'mac', 'master'].map(
    (what) => `interface.${what}`,
  ),
  ...['added', 'removed', 'changed'].map((what) => `network.${what}`),
  ...['rebooted', 'clock-wrong', 'identity-conflict'].map((what) => `host.${what}`),
];
