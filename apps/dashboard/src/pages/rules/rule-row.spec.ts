import { expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { RuleRow as Rule } from '../../api/operations/rules.js';
import RuleRow from './RuleRow.vue';

const rule: Rule = {
  ...{ id: 'link-full', name: 'Link above 90 %', isEnabled: true, severity: 'WARNING', per: 'INTERFACE' },
  ...{ scope: { uplink: true }, summary: 'Use of the link above 90 % for 5 min', channels: [] },
  ...{ isDefault: true, firingCount: 3, faults: [] },
};
const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
const router = createRouter({ history: createMemoryHistory(), routes });

it('shows what the rule is, and not what was asked for', async () => {
  const wrapper = mount(RuleRow, { props: { rule, busy: false }, global: { plugins: [router] } });
  const box = wrapper.get<HTMLInputElement>('[role=switch]');
  await box.setValue(false);
  expect(wrapper.emitted('enable')).toEqual([[false]]);
  expect(box.element.checked).toBe(true);
  await wrapper.setProps({ rule: { ...rule, isEnabled: false } });
  expect(box.element.checked).toBe(false);
  expect(wrapper.text()).toContain('3 fire');
});
