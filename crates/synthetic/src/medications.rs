//! Medications that the people take: RxNorm number, our own wording, and how each is taken.

pub(crate) struct Medication {
    pub(crate) rxnorm: &'static str,
    pub(crate) name: &'static str,
    pub(crate) dose: &'static str,
}

const fn take(rxnorm: &'static str, name: &'static str, dose: &'static str) -> Medication {
    Medication { rxnorm, name, dose }
}

pub(crate) static LISINOPRIL: Medication =
    take("314077", "lisinopril 20 mg tablet", "one tablet each morning");
pub(crate) static LOSARTAN: Medication = take("979492", "losartan 50 mg tablet", "one tablet each morning");
pub(crate) static AMLODIPINE: Medication =
    take("197361", "amlodipine 5 mg tablet", "one tablet each evening");
pub(crate) static METFORMIN: Medication =
    take("861004", "metformin 1000 mg tablet", "one tablet with breakfast and supper");
pub(crate) static GLARGINE: Medication =
    take("311041", "insulin glargine 100 units/mL", "18 units under the skin at bedtime");
pub(crate) static EMPAGLIFLOZIN: Medication =
    take("1545653", "empagliflozin 10 mg tablet", "one tablet each morning");
pub(crate) static ATORVASTATIN: Medication =
    take("617311", "atorvastatin 40 mg tablet", "one tablet at bedtime");
pub(crate) static FUROSEMIDE: Medication =
    take("313988", "furosemide 40 mg tablet", "one tablet each morning");
pub(crate) static SPIRONOLACTONE: Medication =
    take("313096", "spironolactone 25 mg tablet", "one tablet each morning");
pub(crate) static METOPROLOL: Medication =
    take("866436", "metoprolol succinate ER 50 mg tablet", "one tablet each morning");
pub(crate) static CARVEDILOL: Medication =
    take("200032", "carvedilol 12.5 mg tablet", "one tablet twice a day with food");
pub(crate) static APIXABAN: Medication = take("1364445", "apixaban 5 mg tablet", "one tablet twice a day");
pub(crate) static WARFARIN: Medication =
    take("855332", "warfarin 5 mg tablet", "as directed by the INR clinic");
pub(crate) static ASPIRIN: Medication = take("243670", "aspirin 81 mg tablet", "one tablet each morning");
pub(crate) static TIOTROPIUM: Medication =
    take("485032", "tiotropium 18 mcg inhalation powder", "one capsule inhaled each morning");
pub(crate) static FLUTICASONE_SALMETEROL: Medication =
    take("896209", "fluticasone/salmeterol 250/50 mcg inhaler", "one puff twice a day, then rinse");
pub(crate) static ALBUTEROL: Medication =
    take("2123111", "albuterol 90 mcg inhaler", "two puffs every four hours if needed");
pub(crate) static MONTELUKAST: Medication =
    take("200224", "montelukast 10 mg tablet", "one tablet each evening");
pub(crate) static SERTRALINE: Medication =
    take("312941", "sertraline 50 mg tablet", "one tablet each morning");
pub(crate) static DONEPEZIL: Medication = take("997223", "donepezil 10 mg tablet", "one tablet at bedtime");
pub(crate) static LEVOTHYROXINE: Medication =
    take("966222", "levothyroxine 75 mcg tablet", "one tablet on an empty stomach");
pub(crate) static ALENDRONATE: Medication =
    take("904419", "alendronate 10 mg tablet", "one tablet each morning, sitting up");
pub(crate) static ACETAMINOPHEN: Medication =
    take("198440", "acetaminophen 500 mg tablet", "two tablets up to three times a day");
pub(crate) static METHOTREXATE: Medication =
    take("105585", "methotrexate 2.5 mg tablet", "six tablets once a week, on Sunday");
pub(crate) static ALLOPURINOL: Medication =
    take("197319", "allopurinol 100 mg tablet", "one tablet each morning");
pub(crate) static CARBIDOPA_LEVODOPA: Medication =
    take("197444", "carbidopa/levodopa 25/100 mg tablet", "one tablet three times a day");
pub(crate) static GABAPENTIN: Medication =
    take("310431", "gabapentin 300 mg capsule", "one capsule at bedtime");
pub(crate) static FERROUS_SULFATE: Medication =
    take("310325", "ferrous sulfate 325 mg tablet", "one tablet every other day");
