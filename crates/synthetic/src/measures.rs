//! What is measured: LOINC code, UCUM unit, and the range in which our people's values fall.

use crate::dice::Dice;

pub(crate) struct Measure {
    pub(crate) loinc: &'static str,
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) laboratory: bool,
    /// Least and most, in tenths of the unit.
    pub(crate) tenths: (i32, i32),
}

impl Measure {
    /// A value in tenths of the unit.
    pub(crate) fn draw(&self, dice: &mut Dice) -> i32 {
        dice.between(self.tenths.0, self.tenths.1)
    }
}

const fn vital(loinc: &'static str, name: &'static str, unit: &'static str, tenths: (i32, i32)) -> Measure {
    Measure { loinc, name, unit, laboratory: false, tenths }
}

const fn laboratory(
    loinc: &'static str,
    name: &'static str,
    unit: &'static str,
    tenths: (i32, i32),
) -> Measure {
    Measure { loinc, name, unit, laboratory: true, tenths }
}

pub(crate) static WEIGHT: Measure = vital("29463-7", "Body weight", "kg", (560, 1040));
pub(crate) static HEIGHT: Measure = vital("8302-2", "Body height", "cm", (1500, 1850));
pub(crate) static HEART_RATE: Measure = vital("8867-4", "Heart rate", "/min", (580, 940));
pub(crate) static SATURATION: Measure = vital("59408-5", "Oxygen saturation", "%", (900, 980));
pub(crate) static BODY_MASS_INDEX: Measure = vital("39156-5", "Body mass index", "kg/m2", (302, 338));
pub(crate) static RESPIRATORY_RATE: Measure = vital("9279-1", "Respiratory rate", "/min", (120, 200));
pub(crate) static HEMOGLOBIN_A1C: Measure = laboratory("4548-4", "Hemoglobin A1c", "%", (66, 94));
pub(crate) static BORDERLINE_A1C: Measure = laboratory("4548-4", "Hemoglobin A1c", "%", (58, 63));
pub(crate) static GLUCOSE: Measure = laboratory("2345-7", "Glucose", "mg/dL", (980, 2310));
pub(crate) static GLOMERULAR_FILTRATION: Measure =
    laboratory("98979-8", "Estimated GFR", "mL/min/{1.73_m2}", (320, 560));
pub(crate) static CREATININE: Measure = laboratory("2160-0", "Creatinine", "mg/dL", (11, 21));
pub(crate) static POTASSIUM: Measure = laboratory("2823-3", "Potassium", "mmol/L", (36, 51));
pub(crate) static SODIUM: Measure = laboratory("2951-2", "Sodium", "mmol/L", (1340, 1440));
pub(crate) static LDL: Measure = laboratory("13457-7", "LDL cholesterol", "mg/dL", (580, 1420));
pub(crate) static HDL: Measure = laboratory("2085-9", "HDL cholesterol", "mg/dL", (340, 680));
pub(crate) static CHOLESTEROL: Measure = laboratory("2093-3", "Total cholesterol", "mg/dL", (1380, 2360));
pub(crate) static TRIGLYCERIDES: Measure = laboratory("2571-8", "Triglycerides", "mg/dL", (890, 2480));
pub(crate) static NT_PROBNP: Measure = laboratory("33762-6", "NT-proBNP", "pg/mL", (4200, 21_800));
pub(crate) static HEMOGLOBIN: Measure = laboratory("718-7", "Hemoglobin", "g/dL", (98, 116));
pub(crate) static INR: Measure = laboratory("6301-6", "INR", "{INR}", (18, 32));
