import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';
import { fragmentMeasure } from './fragments.js';

/** The dashboard asks for one at a time; each is at least one read of the database, whatever its alias. */
export const MAX_ROOT_FIELDS = 50;

/** Validation rule: refuses operations that ask for more than MAX_ROOT_FIELDS fields at their root, aliases counted. */
export function rootLimit(context: ValidationContext): ASTVisitor {
  const fieldsOfFragment = fragmentMeasure(context, fieldsOf);
  function fieldsOf(set: SelectionSetNode): number {
    return set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + fieldsOf(selection.selectionSet);
      return sum + fieldsOfFragment(selection.name.value);
    }, 0);
  }
  return {
    OperationDefinition(node) {
      if (fieldsOf(node.selectionSet) <= MAX_ROOT_FIELDS) return;
      const message = `The operation asks for more than ${MAX_ROOT_FIELDS} fields at its root: send several operations`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
