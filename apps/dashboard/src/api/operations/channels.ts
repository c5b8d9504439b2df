import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** All channels, and what each kind is set by. */
export const CHANNELS = graphql(`
  query Channels {
    channels {
      name
      kind
      settings
      secretsSet
      takesAll
      isEnabled
      pace {
        mostPerMinute
        digestSeconds
        remindSeconds
      }
      lastSentAt
      lastFailure {
        at
        field
        reason
      }
      waitingCount
    }
    channelKinds {
      kind
      title
      settings {
        name
        title
        isSecret
        isNeeded
        isList
        isLong
        isNumber
        choices
        usual
        example
      }
    }
  }
`);

/** Makes a channel, or changes the one of that name. */
export const SAVE_CHANNEL = graphql(`
  mutation SaveChannel($input: ChannelInput!) {
    saveChannel(input: $input) {
      channel {
        name
      }
      refusals {
        field
        reason
      }
    }
  }
`);

/** Takes a channel away. */
export const DELETE_CHANNEL = graphql(`
  mutation DeleteChannel($name: String!) {
    deleteChannel(name: $name)
  }
`);

/** Sends a message that only shows that a channel works: one that is saved, or as it stands in a form. */
export const TEST_CHANNEL = graphql(`
  mutation TestChannel($name: String, $input: ChannelInput) {
    testChannel(name: $name, input: $input) {
      isSent
      answer
      field
      reason
      refusals {
        field
        reason
      }
    }
  }
`);

/** A page of messages to channels, the newest first. */
export const DELIVERIES = graphql(`
  query Deliveries($channel: String, $state: DeliveryState, $first: Int!, $after: String) {
    deliveries(channel: $channel, state: $state, first: $first, after: $after) {
      nodes {
        id
        channel
        title
        severity
        state
        madeAt
        tries
        nextTryAt
        sentAt
        answer
        failedField
        failedReason
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type Channel = ResultOf<typeof CHANNELS>['channels'][number];
export type ChannelKindInfo = ResultOf<typeof CHANNELS>['channelKinds'][number];
export type ChannelSetting = ChannelKindInfo['settings'][number];
export type ChannelInput = VariablesOf<typeof SAVE_CHANNEL>['input'];
export type Delivery = ResultOf<typeof DELIVERIES>['deliveries']['nodes'][number];
export type DeliveryState = Delivery['state'];
