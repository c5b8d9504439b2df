import { expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import ChoiceField from './ChoiceField.vue';
import HitField from './HitField.vue';
import ThingField from './ThingField.vue';
import { WEEKDAY_CHOICES } from './weekdays.js';

it('a choice shows what is chosen, and hands on its value, a number as a number', async () => {
  const wrapper = mount(ChoiceField<number>, {
    props: { modelValue: 3, label: 'On', field: 'weekday', refusals: [], options: WEEKDAY_CHOICES },
  });
  const select = wrapper.get('select');
  expect(select.element.selectedOptions[0]?.text).toBe('Wednesday');
  await select.setValue('7');
  expect(wrapper.emitted('update:modelValue')).toEqual([[7]]);
});

it.each([
  ['CONTAINER', 'its-name'],
  ['INTERFACE', 'its-name'],
  ['SERVICE', 'its-id'],
])('a thing that is found is counted by its name where its id would not outlive it: %s', (kind, counted) => {
  const wrapper = mount(ThingField, {
    props: { modelValue: '', field: 'subject.name', refusals: [], kinds: ['CONTAINER', 'SERVICE'] },
  });
  wrapper.getComponent(HitField).vm.$emit('choose', { kind, id: 'its-id', name: 'its-name' });
  expect(wrapper.emitted('update:modelValue')).toEqual([[counted]]);
});
