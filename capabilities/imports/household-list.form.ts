/** A list of households: what its columns may hold, by the names that people give them in English and Khmer. */
import { fieldsNamed, type ListForm } from '#capabilities/imports/form.ts'

export const householdFields = [
  'externalId',
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
  'phoneShared',
  'secondPhone',
  'identityNumber',
  'card',
  'povertyCategory',
  'cardIssuedOn',
  'cardExpiresOn',
  'consent',
  'spouseName',
  'spouseNameKm',
  'spouseNameLatin',
  'spouseSex',
  'spouseBirthYear',
] as const
export type HouseholdField = (typeof householdFields)[number]

export const householdFieldNames: Record<HouseholdField, string> = {
  externalId:
    'external id|id|no|number|record id|household id|hh id|hhid|household code|farmer id|beneficiary id|member id|ល.រ|លរ|លេខរៀង|លេខកូដគ្រួសារ|លេខសម្គាល់',
  name: 'name|full name|head of household|household head|name of household head|farmer|farmer name|member name|beneficiary|beneficiary name|ឈ្មោះ|នាមនិងគោត្តនាម|គោត្តនាមនិងនាម|ឈ្មោះមេគ្រួសារ|មេគ្រួសារ|ឈ្មោះកសិករ|ឈ្មោះសមាជិក',
  nameKm:
    'name km|name khmer|name in khmer|khmer name|name (khmer)|full name khmer|head name km|ឈ្មោះខ្មែរ|ឈ្មោះជាភាសាខ្មែរ|ឈ្មោះជាអក្សរខ្មែរ|ឈ្មោះ(ខ្មែរ)',
  nameLatin:
    'name latin|name en|name english|latin name|english name|name in latin|name in english|name (latin)|name (english)|head name latin|ឈ្មោះឡាតាំង|ឈ្មោះជាអក្សរឡាតាំង|ឈ្មោះអង់គ្លេស|ឈ្មោះជាភាសាអង់គ្លេស',
  familyName: 'family name|last name|surname|គោត្តនាម|នាមត្រកូល|ត្រកូល',
  givenName: 'given name|first name|នាម|នាមខ្លួន',
  sex: 'sex|gender|m/f|f/m|ភេទ',
  birthYear:
    'birth year|year of birth|yob|date of birth|dob|birth date|birthday|ឆ្នាំកំណើត|ថ្ងៃខែឆ្នាំកំណើត|ថ្ងៃកំណើត|ថ្ងៃ ខែ ឆ្នាំ កំណើត',
  age: 'age|age in years|អាយុ',
  villageCode: 'village code|villagecode|phum code|place code|geocode|gazetteer code|vill code|លេខកូដភូមិ|កូដភូមិ',
  village: 'village|village name|phum|ភូមិ|ឈ្មោះភូមិ',
  commune: 'commune|commune name|sangkat|commune/sangkat|khum|ឃុំ|សង្កាត់|ឃុំ/សង្កាត់|ឃុំសង្កាត់|ឈ្មោះឃុំ',
  district:
    'district|district name|srok|krong|khan|district/municipality|district/khan|ស្រុក|ក្រុង|ខណ្ឌ|ស្រុក/ក្រុង|ស្រុក/ក្រុង/ខណ្ឌ|ឈ្មោះស្រុក',
  province: 'province|province name|capital/province|khet|ខេត្ត|រាជធានី|រាជធានី/ខេត្ត|រាជធានីខេត្ត|ឈ្មោះខេត្ត',
  phone:
    'phone|phone number|telephone|tel|mobile|mobile number|contact|contact number|phone 1|លេខទូរស័ព្ទ|លេខទូរសព្ទ|ទូរស័ព្ទ|ទូរសព្ទ',
  phoneShared: 'phone shared|shared phone|phone is shared|ទូរសព្ទរួម|ទូរស័ព្ទប្រើរួម|ទូរសព្ទប្រើរួម',
  secondPhone: 'phone 2|second phone|other phone|alternative phone|phone number 2|លេខទូរសព្ទទី២|ទូរសព្ទ ២|ទូរសព្ទផ្សេង',
  identityNumber:
    'identity number|id number|id card|id card number|identity card|national id|nid|national id number|អត្តសញ្ញាណប័ណ្ណ|លេខអត្តសញ្ញាណប័ណ្ណ|លេខអត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ',
  card: 'idpoor card|id poor card|card|card number|idpoor card number|equity card|equity card number|poverty card|ប័ណ្ណសមធម៌|លេខប័ណ្ណសមធម៌|លេខប័ណ្ណ|ប័ណ្ណក្រីក្រ|លេខប័ណ្ណក្រីក្រ',
  povertyCategory:
    'poverty category|poverty|poverty level|idpoor|id poor|idpoor level|idpoor category|poverty status|poor level|កម្រិតក្រីក្រ|ប្រភេទក្រីក្រ|កម្រិតជីវភាព|ក្រីក្រ',
  cardIssuedOn: 'card issued on|card issued|issued on|issue date|date of issue|ថ្ងៃចេញប័ណ្ណ|ថ្ងៃផ្ដល់ប័ណ្ណ|ថ្ងៃខែចេញប័ណ្ណ',
  cardExpiresOn: 'card expires on|expires on|expiry|expiry date|valid until|card valid until|ថ្ងៃផុតកំណត់|សុពលភាពដល់',
  consent: 'consent|consent given|agreed|agrees|ការយល់ព្រម|យល់ព្រម|បានយល់ព្រម',
  spouseName: 'spouse|spouse name|name of spouse|husband/wife|ប្តី/ប្រពន្ធ|ឈ្មោះប្តីឬប្រពន្ធ|សហព័ទ្ធ|ឈ្មោះសហព័ទ្ធ|ប្តីប្រពន្ធ',
  spouseNameKm: 'spouse name km|spouse name khmer|spouse khmer name|ឈ្មោះសហព័ទ្ធជាអក្សរខ្មែរ|ឈ្មោះសហព័ទ្ធខ្មែរ',
  spouseNameLatin: 'spouse name latin|spouse name english|spouse latin name|ឈ្មោះសហព័ទ្ធឡាតាំង|ឈ្មោះសហព័ទ្ធជាអក្សរឡាតាំង',
  spouseSex: 'spouse sex|sex of spouse|ភេទសហព័ទ្ធ',
  spouseBirthYear: 'spouse birth year|spouse year of birth|spouse date of birth|ឆ្នាំកំណើតសហព័ទ្ធ',
}

const someName = ['name', 'nameKm', 'nameLatin', 'givenName']
const someVillage = ['villageCode', 'village']

export const householdForm: ListForm<HouseholdField> = {
  permission: 'household.register',
  fields: fieldsNamed(householdFieldNames),
  // Where the year alone is wanted, the order of day and month does not matter.
  days: ['cardIssuedOn', 'cardExpiresOn'],
  words: [
    ...['name', 'nameKm', 'nameLatin', 'familyName', 'givenName'],
    ...['spouseName', 'spouseNameKm', 'spouseNameLatin', 'village'],
  ] as HouseholdField[],
  missing(has, { consentVersion, consentDeclared }) {
    return [
      ...(has(...someName) ? [] : ['name']),
      ...(has('sex') ? [] : ['sex']),
      ...(has(...someVillage) ? [] : ['village']),
      ...(has('card') && !has('povertyCategory') ? ['povertyCategory'] : []),
      ...(consentVersion !== null && (consentDeclared || has('consent')) ? [] : ['consent']),
    ]
  },
}
