/** English words of the first page. */
export const home = {
  'home.title': 'Your projects',
  'home.loading': 'Reading your projects…',
  'home.toLabel': 'Label {n}',
  'home.toReview': 'Review {n}',
  'home.toApprove': '{n, plural, one {# approval} other {# approvals}}',
  'home.toSetup': 'Set the policy',
  'home.toOpen': 'Finish the setup',
  'home.open': 'Open',
  'home.done': '{done} of {total} done',
  'home.nothing': 'nothing imported',
  'home.progressOf': 'Progress of {name}',
  'home.untouched': 'untouched',
  'home.noPolicy': 'No policy yet: nothing can be imported.',
  'home.continue': 'Go on with {name}',
  'home.emptyTitle': 'No project yet',
  'home.emptyText':
    'A project holds pictures, the people who may see them and the policy that says where pixels go. Once somebody adds you to one, it stands here with your next action.',
  'home.newTitle': 'New project',
  'home.newName': 'Name',
  'home.newHint': 'You become its admin. The policy is asked next; before that nothing can be imported.',
  'home.newGo': 'Create and set the policy',
} as const
