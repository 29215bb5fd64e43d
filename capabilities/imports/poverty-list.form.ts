/** A ministry's poverty list: who is poor, and how poor. Whoever it names has to be registered already. */
import { fieldsNamed, type ListForm } from '#capabilities/imports/form.ts'
import { type HouseholdField, householdFieldNames } from '#capabilities/imports/household-list.form.ts'

export const povertyFields = [
  'name',
  'nameKm',
  'nameLatin',
  'familyName',
  'givenName',
  'sex',
  'birthYear',
  'age',
  'villageCode',
  'village',
  'commune',
  'district',
  'province',
  'phone',
  'identityNumber',
  'card',
  'povertyCategory',
  'cardIssuedOn',
  'cardExpiresOn',
] as const satisfies readonly HouseholdField[]
export type PovertyField = (typeof povertyFields)[number]

const names = Object.fromEntries(povertyFields.map((field) => [field, householdFieldNames[field]])) as Record<
  PovertyField,
  string
>

export const povertyForm: ListForm<PovertyField> = {
  permission: 'household.poverty',
  fields: fieldsNamed(names),
  days: ['cardIssuedOn', 'cardExpiresOn'],
  words: ['name', 'nameKm', 'nameLatin', 'familyName', 'givenName', 'village'],
  missing(has) {
    const isNumbered = has('card', 'identityNumber')
    return [
      ...(has('povertyCategory') ? [] : ['povertyCategory']),
      ...(isNumbered || has('name', 'nameKm', 'nameLatin', 'givenName') ? [] : ['name']),
      ...(isNumbered || has('villageCode', 'village') ? [] : ['village']),
    ]
  },
}
