import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import { CALLBACK_PATH, OidcClient } from '../access/oidc/client.js';
import type { Config } from '../config/config.js';

/** Whether the provider of OpenID Connect is there and is who it is meant to be. That it knows us shows when somebody signs in. */
export async function examineOidc({ oidc, publicUrl }: Config): Promise<Finding> {
  if (!oidc || publicUrl === null) {
    return foundUnknown(
      'OpenID Connect',
      'is not used: people sign in by name and password, unless WEIR_OIDC_ISSUER names a provider',
    );
  }
  const answer = await new OidcClient(oidc, publicUrl).look();
  return answer.ok
    ? foundWell(
        'OpenID Connect',
        `${oidc.issuer} answers; it must know the client ${oidc.clientId} with ${publicUrl}${CALLBACK_PATH}`,
      )
    : foundBroken(
        'OpenID Connect',
        `${oidc.issuer} cannot be used: ${answer.detail}; people who sign in by password still can`,
      );
}
