import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** The hosts that proved who they are, and the tokens by which more may. */
export const ENROLMENT = graphql(`
  query Enrolment {
    enrolments {
      hostId
      hostName
      publicKey
      enrolledAt
      renewedAt
      expiresAt
      by
      state
    }
    joinTokens {
      id
      createdAt
      createdBy
      expiresAt
      usesLeft
      labels {
        key
        value
      }
    }
  }
`);

export const CREATE_JOIN_TOKEN = graphql(`
  mutation CreateJoinToken($input: JoinTokenInput!) {
    createJoinToken(input: $input) {
      joinToken {
        id
        createdAt
        expiresAt
        usesLeft
      }
      secret
      commands {
        way
        command
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const REVOKE_JOIN_TOKEN = graphql(`
  mutation RevokeJoinToken($id: ID!) {
    revokeJoinToken(id: $id)
  }
`);

export const REVOKE_ENROLMENT = graphql(`
  mutation RevokeEnrolment($hostId: ID!) {
    revokeEnrolment(hostId: $hostId)
  }
`);

export type EnrolmentAnswer = ResultOf<typeof ENROLMENT>;
export type Enrolment = EnrolmentAnswer['enrolments'][number];
export type JoinToken = EnrolmentAnswer['joinTokens'][number];
export type JoinTokenInput = VariablesOf<typeof CREATE_JOIN_TOKEN>['input'];
export type Joining = ResultOf<typeof CREATE_JOIN_TOKEN>['createJoinToken'];
