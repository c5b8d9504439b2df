import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

const SCOPE = graphql(`
  fragment ScopeFields on HostScope {
    hosts
    labels {
      name
      value
    }
  }
`);

export const USERS = graphql(
  `
    query Users {
      users {
        id
        name
        role
        scope {
          ...ScopeFields
        }
        isDisabled
        signsInBy
        createdAt
        lastSeenAt
      }
    }
  `,
  [SCOPE],
);

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      refusals {
        field
        reason
      }
    }
  }
`);

export const SET_USER = graphql(`
  mutation SetUser($id: ID!, $input: SetUserInput!) {
    setUser(id: $id, input: $input) {
      refusals {
        field
        reason
      }
    }
  }
`);

export const REMOVE_USER = graphql(`
  mutation RemoveUser($id: ID!) {
    removeUser(id: $id) {
      refusals {
        field
        reason
      }
    }
  }
`);

export const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($current: String!, $next: String!) {
    changePassword(current: $current, next: $next) {
      refusals {
        field
        reason
      }
    }
  }
`);

/** One's own tokens, or those of all. */
export const TOKENS = graphql(
  `
    query Tokens($ofAll: Boolean!) {
      tokens(ofAll: $ofAll) {
        id
        name
        ownerName
        role
        scope {
          ...ScopeFields
        }
        createdAt
        expiresAt
        lastUsedAt
      }
    }
  `,
  [SCOPE],
);

export const CREATE_TOKEN = graphql(`
  mutation CreateToken($input: CreateTokenInput!) {
    createToken(input: $input) {
      secret
      refusals {
        field
        reason
      }
    }
  }
`);

export const REVOKE_TOKEN = graphql(`
  mutation RevokeToken($id: ID!) {
    revokeToken(id: $id)
  }
`);

/** Where one is signed in, or where all are. */
export const SESSIONS = graphql(`
  query Sessions($ofAll: Boolean!) {
    sessions(ofAll: $ofAll) {
      id
      userName
      createdAt
      lastSeenAt
      expiresAt
      address
      browser
      isThis
    }
  }
`);

export const END_SESSION = graphql(`
  mutation EndSession($id: ID!) {
    endSession(id: $id)
  }
`);

/** What was done and what was denied, newest first. */
export const AUDIT = graphql(`
  query Audit($first: Int!, $after: String, $actor: String, $action: String, $outcome: AuditOutcome) {
    audit(first: $first, after: $after, actor: $actor, action: $action, outcome: $outcome) {
      nodes {
        id
        at
        actor
        actorKind
        address
        action
        subject
        outcome
        detail
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type User = ResultOf<typeof USERS>['users'][number];
export type UserInput = VariablesOf<typeof CREATE_USER>['input'];
export type UserChange = VariablesOf<typeof SET_USER>['input'];
export type Token = ResultOf<typeof TOKENS>['tokens'][number];
export type TokenInput = VariablesOf<typeof CREATE_TOKEN>['input'];
export type Session = ResultOf<typeof SESSIONS>['sessions'][number];
export type AuditEntry = ResultOf<typeof AUDIT>['audit']['nodes'][number];
export type AuditOutcome = AuditEntry['outcome'];
export type ScopeInput = NonNullable<UserInput['scope']>;
