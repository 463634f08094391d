import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../fixtures/prescriptions.js';
import { parseStrength, type StrengthContext } from './strength.js';

const tablet: StrengthContext = { catalogue, pieceUnit: '{Tablet}', insulin: false };
const inhaler: StrengthContext = { catalogue, doseUnit: '{Actuation}', insulin: false };
const liquid: StrengthContext = { catalogue, insulin: false };
const insulin: StrengthContext = { catalogue, insulin: true };

const written = (text: string, context: StrengthContext): readonly string[] | undefined =>
  parseStrength(text, context)?.map(({ numerator, denominator }) => `${numerator.value} ${numerator.unit} / ${denominator.value} ${denominator.unit}`);

describe('parseStrength', () => {
  it.each([
    ['5 mg', tablet, ['5 mg / 1 {Tablet}']],
    ['5mg', tablet, ['5 mg / 1 {Tablet}']],
    ['0,25 mg', tablet, ['0.25 mg / 1 {Tablet}']],
    ['1 000 mg', tablet, ['1000 mg / 1 {Tablet}']],
    ['50 mikrogram', tablet, ['50 ug / 1 {Tablet}']],
    ['100 mg/25 mg', tablet, ['100 mg / 1 {Tablet}', '25 mg / 1 {Tablet}']],
    ['50 mg/12,5 mg', tablet, ['50 mg / 1 {Tablet}', '12.5 mg / 1 {Tablet}']],
    ['24 mg/ml', liquid, ['24 mg / 1 mL']],
    ['20 mg/5 ml', liquid, ['20 mg / 5 mL']],
    ['80 mg/ml + 11,97 mg/ml', liquid, ['80 mg / 1 mL', '11.97 mg / 1 mL']],
    ['10 mg/g', liquid, ['10 mg / 1 g']],
    ['37,5 mikrogram/24 timmar', liquid, ['37.5 ug / 24 h']],
    ['5000 IE/ml', liquid, ['5000 [IU] / 1 mL']],
    ['100 E/ml', insulin, ['100 [IU] / 1 mL']],
    ['200 mikrogram/dos', inhaler, ['200 ug / 1 {Actuation}']],
    ['160 mikrogram/4,5 mikrogram', inhaler, ['160 ug / 1 {Actuation}', '4.5 ug / 1 {Actuation}']],
    ['160 mikrogram/4,5 mikrogram/inhalation', inhaler, ['160 ug / 1 {Actuation}', '4.5 ug / 1 {Actuation}']],
    ['1,50\u00a0mg', tablet, ['1.50 mg / 1 {Tablet}']],
  ] as const)('reads %s', (text, context, expected) => {
    expect(written(text, context)).toEqual(expected);
  });

  it.each([
    ['nothing', '', tablet],
    ['grams that may be what it is in, without a blank', '10 mg/1g', tablet],
    ['a percentage, weight or volume', '1%', liquid],
    ['two percentages', '1% + 5%', liquid],
    ['words after the amount', '100 mg Fe2+', tablet],
    ['a dot, decimal or thousands', '1.500 mg', tablet],
    ['units of something that is not insulin', '100 E/ml', liquid],
    ['an amount per what the form does not have', '200 mikrogram/dos', tablet],
    ['an amount of a form measured by volume', '5 mg', liquid],
    ['a combination or a concentration', '10 mg/1 g', liquid],
    ['one readable part of two', '20 mg/ca 6 mg', tablet],
    ['zero', '0 mg', tablet],
    ['zero millilitres', '5 mg/0 ml', liquid],
    ['a range', '5-10 mg', tablet],
    ['a denominator alone', '/ml', liquid],
  ] as const)('gives up on %s (%s)', (_doubt, text, context) => {
    expect(parseStrength(text, context)).toBeUndefined();
  });
});
