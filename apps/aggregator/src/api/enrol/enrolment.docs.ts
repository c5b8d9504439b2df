import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { EnrolmentAnswer, EnrolmentRequest, RenewalRequest } from '@weir/model';

const HOST_ID = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const KEY = 'UA5O5KGDKD5UCJDX74GOVFDOXC4JV5ADASACQEOLH7AL2ACGCTIKKL6Y';
const SIGNATURE = 'q0i3w9O1Xl8Jm3c2bW0n5vYkq7hQm8mX1sZ0r2oP4uT6d9Kf1aVbGcHeJgLhNkRiSjUlWnYpAqCrEtGvIxKzMg';
const AT = 1_795_348_800_000;

const PUBLIC_KEY = { description: 'An nkey of a user, whose other half only the agent has.', example: KEY };
const WHEN = { description: 'Now by the host’s clock, ms since 1970; it may be off by five minutes.', example: AT };

/** What an agent joins with. */
export class Enrolment implements EnrolmentRequest {
  @ApiProperty({
    description: 'A join token, or the token of a service account that stands for one.',
    example: 'weirjoin_47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  })
  readonly token: string;

  @ApiPropertyOptional({
    description: 'A UUID in lower case, where the host has one: it is kept. Else one is issued.',
    type: String,
    nullable: true,
    example: HOST_ID,
  })
  readonly hostId: string | null;

  @ApiProperty({ description: 'What the host calls itself.', example: 'web-1' })
  readonly hostName: string;

  @ApiProperty(PUBLIC_KEY)
  readonly publicKey: string;

  @ApiProperty(WHEN)
  readonly at: number;

  @ApiProperty({
    description:
      'Of the JSON `["weir enrolment",token,hostId,hostName,publicKey,at]`, without a space, by this key: Ed25519, base64url.',
    example: SIGNATURE,
  })
  readonly signature: string;
}

/** A key to be known by from now on. */
export class NextKey {
  @ApiProperty(PUBLIC_KEY)
  readonly publicKey: string;

  @ApiProperty({ description: 'Of the same as the other signature, by this key.', example: SIGNATURE })
  readonly signature: string;
}

/** What an agent asks for new credentials with. */
export class Renewal implements RenewalRequest {
  @ApiProperty({ description: 'Id of the host.', example: HOST_ID })
  readonly hostId: string;

  @ApiProperty({ ...PUBLIC_KEY, description: 'The key that the host is known by.' })
  readonly publicKey: string;

  @ApiProperty(WHEN)
  readonly at: number;

  @ApiProperty({
    description:
      'Of the JSON `["weir renewal",hostId,publicKey,nextPublicKey,at]`, without a space, by this key; `nextPublicKey` is null where there is none.',
    example: SIGNATURE,
  })
  readonly signature: string;

  @ApiPropertyOptional({
    description: 'A key that takes the place of this one, which ends a minute later.',
    type: NextKey,
    nullable: true,
    example: null,
  })
  readonly next: NextKey | null;
}

/** What makes an agent known to NATS. */
export class Enrolled implements EnrolmentAnswer {
  @ApiProperty({ description: 'Id of the host.', example: HOST_ID })
  readonly hostId: string;

  @ApiProperty({
    description: 'Lets who has the key publish what this host sends, and hear what it is told, for 30 days.',
    example: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJqdGkiOiI…',
  })
  readonly jwt: string;

  @ApiProperty({ description: 'Where NATS is.', example: ['tls://weir.example:4222'], type: [String] })
  readonly natsUrls: readonly string[];

  @ApiProperty({
    description: 'PEM of the authority that signed NATS’ certificate; null = one that systems know.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly ca: string | null;
}

const { hostId, jwt, natsUrls, ca } = {
  ...{ hostId: HOST_ID, ca: null, natsUrls: ['tls://weir.example:4222'] },
  jwt: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJqdGkiOiI…',
};
export const ENROLLED_EXAMPLE: Enrolled = { hostId, jwt, natsUrls, ca };
