import type { VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A report for the screen, as blocks. */
export const REPORT = graphql(`
  query ReportOf($input: ReportInput!) {
    report(input: $input)
  }
`);

export type ReportInput = VariablesOf<typeof REPORT>['input'];
