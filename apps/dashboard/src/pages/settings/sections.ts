import type { Role } from '../../api/index.js';

/** Something that can be set, and where. */
export interface SettingLink {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  /** Whether it is of the whole fleet. */
  readonly ofFleet?: true;
}

/** All that can be set, by whose it is. Pages that need a role say so at their address. */
export const SECTIONS: readonly {
  readonly label: string;
  readonly hint: string;
  readonly links: readonly SettingLink[];
}[] = [
  {
    label: 'Yours',
    hint: 'Nobody else sees these',
    links: [
      { path: '/settings/general', label: 'General', hint: 'Unit of traffic, time zone, theme' },
      { path: '/settings/account', label: 'My account', hint: 'Who you are here, what you may do, your password' },
      { path: '/settings/sessions', label: 'Sessions', hint: 'Where you are signed in' },
      { path: '/settings/tokens', label: 'Tokens', hint: 'What your programs ask weir with' },
    ],
  },
  {
    label: 'weir',
    hint: 'What is measured, how long it is kept, and how weir itself does',
    links: [
      {
        path: '/system',
        label: 'System',
        hint: 'Agents, stream, storing, database, analysis: what is not well, and what to do',
      },
      {
        path: '/settings/storage',
        label: 'Storage',
        hint: 'For how long what is kept, and what that takes',
        ofFleet: true,
      },
      { path: '/settings/collection', label: 'Collection', hint: 'What each agent measures, and by which settings' },
    ],
  },
  {
    label: 'Who and which hosts',
    hint: 'For admins',
    links: [
      { path: '/settings/enrolment', label: 'Enrolment', hint: 'Add hosts by a line to run there, and shut hosts out' },
      { path: '/settings/users', label: 'Users', hint: 'Who may sign in, what may they do, which hosts do they see' },
      { path: '/settings/audit', label: 'Audit log', hint: 'Who changed what, came and went, and was denied what' },
    ],
  },
  {
    label: 'Alerts',
    hint: 'What is watched, and whom it is told',
    links: [
      { path: '/alerts/rules', label: 'Rules', hint: 'What is watched, and when it is an alert' },
      { path: '/alerts/channels', label: 'Channels', hint: 'Mail, webhooks and chats that are told', ofFleet: true },
      { path: '/alerts/silences', label: 'Silences', hint: 'What is quiet now or will be', ofFleet: true },
    ],
  },
];

/** What of a section is for somebody. */
export function linksFor(
  links: readonly SettingLink[],
  can: (role: Role, ofFleet?: boolean) => boolean,
  roleFor: (path: string) => Role | null,
): readonly SettingLink[] {
  return links.filter(({ path, ofFleet }) => can(roleFor(path) ?? 'VIEWER', ofFleet));
}
