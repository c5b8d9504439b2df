import { orRemedy, type Settings } from '@weir/model';
import { OPEN_PATHS } from './choices.js';
import { asSome, asSwitch } from './readers.js';

const SWITCH = '`true`, `false`';
const SWITCH_REMEDY = 'must be true or false';

/** Who is let in, and how. */
export const ACCESS_SETTINGS = {
  WEIR_LOCAL_SIGN_IN: {
    default: 'false',
    takes: SWITCH,
    meaning:
      "whether whoever asks from this machine is signed in as admin, without a password: for one's own machine, where `npm start` sets it. Only where `WEIR_HTTP_HOST` is a loopback address; see [below](#sign-in)",
    read: (text) => orRemedy(asSwitch(text), SWITCH_REMEDY),
  },
  WEIR_ANONYMOUS_READ: {
    default: 'false',
    takes: SWITCH,
    meaning: 'whether whoever is not signed in may read everything, and change nothing',
    read: (text) => orRemedy(asSwitch(text), SWITCH_REMEDY),
  },
  WEIR_OPEN_PATHS: {
    default: 'healthz,readyz',
    takes: `${OPEN_PATHS.map((path) => `\`${path}\``).join(', ')}, separated by commas, or \`none\``,
    meaning:
      'which of these need no sign-in; `/livez` never does. The others take an [API token](api.md#sign-in) of any role',
    read: (text) =>
      orRemedy(
        text === 'none' ? [] : asSome(OPEN_PATHS, text),
        `must be a comma-separated list of ${OPEN_PATHS.join(', ')}, or none`,
      ),
  },
} satisfies Settings;
