/**
 * An attendance sheet: one line a person, typed from paper. Of the session, what no column says is said
 * once for the whole sheet.
 */
import { fieldsNamed, type ListForm } from '#capabilities/imports/form.ts'
import { householdFieldNames } from '#capabilities/imports/household-list.form.ts'
import type { Session } from '#capabilities/imports/session.ts'

export const attendanceFields = [
  'heldOn',
  'topic',
  'kind',
  'instrument',
  'trainer',
  'villageCode',
  'village',
  'commune',
  'district',
  'province',
  'externalId',
  'name',
  'nameKm',
  'nameLatin',
  'familyName',
  'givenName',
  'sex',
  'birthYear',
  'age',
  'phone',
  'card',
  'identityNumber',
  'present',
] as const
export type AttendanceField = (typeof attendanceFields)[number]

const names: Record<AttendanceField, string> = {
  heldOn:
    'date|day|training date|date of training|session date|held on|ថ្ងៃខែ|កាលបរិច្ឆេទ|ថ្ងៃបណ្ដុះបណ្ដាល|ថ្ងៃខែឆ្នាំបណ្ដុះបណ្ដាល|កាលបរិច្ឆេទបណ្ដុះបណ្ដាល|ថ្ងៃខែឆ្នាំ',
  topic: 'topic|subject|training topic|training|technique|ប្រធានបទ|មុខវិជ្ជា|ប្រធានបទបណ្ដុះបណ្ដាល|វគ្គបណ្ដុះបណ្ដាល|បច្ចេកទេស',
  kind: 'kind|type|kind of training|type of training|training type|method|ប្រភេទ|ប្រភេទវគ្គ|របៀប|របៀបបង្រៀន',
  instrument: 'instrument|extension instrument|delivery|យន្តការ|យន្តការផ្សព្វផ្សាយ|ឧបករណ៍ផ្សព្វផ្សាយ|វិធីផ្សព្វផ្សាយ',
  trainer:
    'trainer|trainer name|name of trainer|facilitator|instructor|taught by|teacher|គ្រូបង្គោល|គ្រូ|គ្រូបង្រៀន|អ្នកបង្រៀន|គ្រូបណ្ដុះបណ្ដាល|អ្នកបណ្ដុះបណ្ដាល|ឈ្មោះគ្រូ',
  villageCode: householdFieldNames.villageCode,
  village: 'village|village name|phum|venue|ភូមិ|ឈ្មោះភូមិ|ទីកន្លែង',
  commune: householdFieldNames.commune,
  district: householdFieldNames.district,
  province: householdFieldNames.province,
  externalId: 'id|no|number|row|line|farmer id|member id|ល.រ|លរ|លេខរៀង|លេខសម្គាល់',
  name: 'name|full name|participant|participant name|name of participant|farmer|farmer name|attendee|member name|ឈ្មោះ|នាមនិងគោត្តនាម|គោត្តនាមនិងនាម|ឈ្មោះអ្នកចូលរួម|អ្នកចូលរួម|ឈ្មោះកសិករ|ឈ្មោះសិក្ខាកាម|សិក្ខាកាម|ឈ្មោះសមាជិក',
  nameKm: 'name km|name khmer|name in khmer|khmer name|name (khmer)|ឈ្មោះខ្មែរ|ឈ្មោះជាភាសាខ្មែរ|ឈ្មោះជាអក្សរខ្មែរ|ឈ្មោះ(ខ្មែរ)',
  nameLatin:
    'name latin|name en|name english|latin name|english name|name in latin|name in english|name (latin)|name (english)|ឈ្មោះឡាតាំង|ឈ្មោះជាអក្សរឡាតាំង|ឈ្មោះអង់គ្លេស|ឈ្មោះជាភាសាអង់គ្លេស',
  familyName: householdFieldNames.familyName,
  givenName: householdFieldNames.givenName,
  sex: householdFieldNames.sex,
  birthYear: 'birth year|year of birth|yob|date of birth|dob|birth date|ឆ្នាំកំណើត|ថ្ងៃខែឆ្នាំកំណើត|ថ្ងៃកំណើត|ថ្ងៃ ខែ ឆ្នាំ កំណើត',
  age: householdFieldNames.age,
  phone: 'phone|phone number|telephone|tel|mobile|mobile number|contact|contact number|លេខទូរស័ព្ទ|លេខទូរសព្ទ|ទូរស័ព្ទ|ទូរសព្ទ',
  card: 'idpoor card|id poor card|card|card number|idpoor|idpoor card number|equity card|equity card number|poverty card|ប័ណ្ណសមធម៌|លេខប័ណ្ណសមធម៌|លេខប័ណ្ណ|ប័ណ្ណក្រីក្រ|លេខប័ណ្ណក្រីក្រ',
  identityNumber:
    'identity number|id number|id card|id card number|identity card|national id|nid|អត្តសញ្ញាណប័ណ្ណ|លេខអត្តសញ្ញាណប័ណ្ណ|លេខអត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ',
  present: 'present|attended|attendance|was present|took part|វត្តមាន|បានចូលរួម|ចូលរួម|បានមក',
}

const someName = ['name', 'nameKm', 'nameLatin', 'givenName']

/** What a session cannot do without, each with the columns that may hold it. */
const ofSession = {
  heldOn: ['heldOn'],
  village: ['villageCode', 'village'],
  topic: ['topic'],
  kind: ['kind'],
  instrument: ['instrument'],
  trainer: ['trainer'],
} as const satisfies Partial<Record<keyof Session, readonly AttendanceField[]>>

export const attendanceForm: ListForm<AttendanceField> = {
  permission: 'training.hold',
  fields: fieldsNamed(names),
  days: ['heldOn'],
  words: ['name', 'nameKm', 'nameLatin', 'familyName', 'givenName', 'village', 'topic', 'trainer'],
  missing(has, { session }) {
    const lacking = Object.entries(ofSession).filter(([part, fields]) => {
      const isHeld = has(...fields) && !(part === 'village' && session?.homes)
      return !isHeld && (session?.[part as keyof typeof ofSession] ?? null) === null
    })
    return [...lacking.map(([part]) => part), ...(has(...someName) ? [] : ['name'])]
  },
}
