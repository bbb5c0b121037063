/** What the front desk of Hotel Aurora knows: title and text of each article. */
export const frontDeskKnowledge: readonly (readonly [title: string, body: string])[] = [
  [
    'Breakfast',
    'Breakfast is served from 7:00 to 10:30 on weekdays and from 7:30 to 11:00 on Saturdays and Sundays, in the garden room on the ground floor. It is a buffet with warm dishes, fruit, bread and pastries.\n\nBreakfast is included in all rates except "Room only". Without it, breakfast costs 18 euros for adults and 9 euros for children from 4 to 12. Children under 4 eat free.',
  ],
  [
    'Breakfast to go',
    'Leaving early? Order a breakfast box at the front desk before 21:00 the evening before. It has a sandwich, fruit, yoghurt and juice, and is ready from 4:30.',
  ],
  [
    'Check-in',
    'Check-in starts at 15:00. If your room is ready earlier we hand it over gladly; ask for early check-in the day before. Please bring a passport or identity card.',
  ],
  [
    'Check-out',
    'Check-out is until 11:00. Late check-out until 14:00 costs 30 euros when the room is free; ask the front desk the evening before.',
  ],
  [
    'Luggage storage',
    'We keep your luggage free of charge before check-in and after check-out, in a locked room behind the front desk, up to 24 hours.',
  ],
  [
    'Wi-Fi',
    'Wi-Fi is free in the whole house. The network is "Aurora Guest"; the password is printed on your key card sleeve. For video calls the lobby and the rooms on floors 2 to 4 have the strongest signal.',
  ],
  [
    'Parking',
    'The hotel garage has 40 places and costs 19 euros a night. The entrance is on Linden Street; the height limit is 1.95 m. Places cannot be reserved; if the garage is full, the public car park "Oper" is 300 m away.',
  ],
  [
    'Charging electric cars',
    'Six places in the garage have charging points of 11 kW (Type 2). Charging costs 0.49 euros per kWh and is added to your room bill.',
  ],
  [
    'Swimming pool',
    'The indoor pool on the roof floor is open daily from 6:30 to 22:00. It is 15 m long and heated to 28 °C. Towels are at the entrance. Children under 12 swim with an adult.',
  ],
  [
    'Sauna and steam bath',
    'The Finnish sauna and the steam bath are open from 14:00 to 22:00. Tell the front desk before 14:00 and we heat them earlier. Textile-free; towels are provided.',
  ],
  [
    'Gym',
    'The gym on the roof floor is open day and night with your key card. It has treadmills, bikes, free weights and mats.',
  ],
  [
    'Massage',
    'Massages are given Tuesday to Sunday from 10:00 to 19:00. A back massage of 25 minutes costs 45 euros, a full body massage of 50 minutes 80 euros. Book at the front desk at least three hours before.',
  ],
  [
    'Restaurant Polaris',
    'Our restaurant Polaris serves dinner from 18:00 to 22:00, closed on Mondays. The kitchen cooks regional dishes with several vegetarian and vegan ones. Reserve a table at the front desk or by writing here.',
  ],
  [
    'Bar',
    'The lobby bar is open from 16:00 to 1:00. Small dishes are served until 23:00. On Fridays there is live piano from 20:00.',
  ],
  [
    'Room service',
    'Room service brings warm dishes from 12:00 to 22:00 and cold dishes all night. There is a tray charge of 5 euros. Dial 7 on the room phone.',
  ],
  [
    'Allergies and diets',
    'Tell us about allergies when you book or at the front desk. Breakfast has gluten-free bread and lactose-free milk; the kitchen of Polaris marks all 14 allergens on the menu. Halal and kosher meals need two days of notice.',
  ],
  [
    'Pets',
    'Dogs and cats are welcome in rooms on floors 1 and 2 for 15 euros a night. A blanket and a bowl are in the room. Pets stay out of the breakfast room and the pool area.',
  ],
  [
    'Children and cots',
    'Children under 6 stay free in the room of their parents. Cots are free; an extra bed costs 25 euros a night. High chairs, bottle warmers and a box of toys are at the front desk.',
  ],
  [
    'Babysitting',
    'We arrange a babysitter from a local agency for 18 euros an hour, three hours at least. Ask 24 hours before.',
  ],
  [
    'Accessible rooms',
    'Four rooms are accessible for wheelchairs (101, 102, 201, 202): doors of 90 cm, level showers, grab rails. The lift reaches all floors, the pool has a lifter, and the entrance on Linden Street has no steps.',
  ],
  [
    'Airport transfer',
    'A taxi from the airport takes about 25 minutes and costs around 38 euros. We book a transfer by minivan (up to 7 people) for 55 euros; tell us your flight number a day before.',
  ],
  [
    'Train and tram',
    'From the main station take tram 4 towards "Zoo" and get off at "Linden Street", six minutes. The stop is in front of the hotel. Single tickets cost 2.90 euros; guests get the city card at the front desk.',
  ],
  [
    'City card',
    'Each guest gets a city card for the whole stay: free trams and buses, and reduced entry in 23 museums. You find it with your key.',
  ],
  [
    'Bicycles',
    'We rent city bikes for 12 euros a day and electric bikes for 25 euros a day. Helmets and locks are included. Ask for cycling maps at the front desk.',
  ],
  [
    'Sights nearby',
    'The cathedral is 8 minutes on foot, the opera 5 minutes, the old market 10 minutes, and the botanical garden 15 minutes with tram 4.',
  ],
  [
    'Tickets and tours',
    'The front desk sells tickets for the opera, boat tours on the river (daily at 11:00, 14:00 and 17:00, 16 euros) and a guided walk through the old town (daily at 10:00, 12 euros).',
  ],
  [
    'Laundry and ironing',
    'Laundry handed in before 9:00 is back the same day at 18:00. A shirt costs 4 euros, trousers 6 euros. Irons and boards are on each floor beside the lift.',
  ],
  [
    'Housekeeping',
    'Rooms are cleaned between 9:00 and 15:00. Hang out the green card if you do not wish it; each day without cleaning gives a 5 euro voucher for the bar. Towels are changed when they lie on the floor.',
  ],
  [
    'Pillows and blankets',
    'Choose from five pillows: feather, memory foam, spelt, side sleeper and anti-allergy. Extra blankets are in the wardrobe. Ask us and housekeeping brings them within 20 minutes.',
  ],
  ['Quiet hours', 'Quiet hours are from 22:00 to 7:00. If something disturbs you, dial 9 at any hour.'],
  [
    'Smoking',
    'All rooms are non-smoking. Smoke on the terrace beside the bar. Smoking in a room costs a cleaning fee of 150 euros.',
  ],
  [
    'Air conditioning and heating',
    'Each room has its own control beside the door, from 17 to 26 °C. It switches off while the window is open.',
  ],
  [
    'Safe and valuables',
    'Each room has a safe with a code that fits a 15-inch laptop. Larger valuables are kept in the front desk safe against a receipt.',
  ],
  [
    'Lost and found',
    'Found things are kept for six months. Write to us what you miss and your room number; we send it home for the price of postage.',
  ],
  [
    'Payment',
    'We take Visa, Mastercard, American Express, debit cards and cash in euros. A deposit of one night is blocked on your card at check-in.',
  ],
  [
    'Invoice',
    'We send the invoice by e-mail at check-out. For a company address tell the front desk before you leave; it cannot be changed afterwards.',
  ],
  [
    'Cancellation',
    'Flexible rates can be cancelled free of charge until 18:00 on the day before arrival. The "Saver" rate cannot be cancelled or changed.',
  ],
  [
    'City tax',
    'The city tax is 5 percent of the room price and is paid at the hotel. Business travellers are exempt with a letter from their employer.',
  ],
  [
    'Meeting rooms',
    'We have three meeting rooms for 8, 20 and 60 people with daylight and screens, from 120 euros for half a day. Coffee breaks cost 9 euros a person.',
  ],
  [
    'Doctor and pharmacy',
    'In an emergency dial 112. The nearest pharmacy is on the old market, open until 20:00; the front desk knows the doctor on duty at any hour.',
  ],
  [
    'Pequeno-almoço (português)',
    'O pequeno-almoço é servido das 7:00 às 10:30 nos dias úteis e das 7:30 às 11:00 aos sábados e domingos, na sala do jardim, no rés-do-chão.',
  ],
]

export const housekeepingKnowledge: readonly (readonly [title: string, body: string])[] = [
  ['Fresh towels', 'Ask for fresh towels at any time between 7:00 and 22:00; they come within 20 minutes.'],
  [
    'Extra pillows',
    'Extra pillows and blankets come within 20 minutes between 7:00 and 22:00. There are five kinds of pillow, among them anti-allergy.',
  ],
  [
    'Cleaning times',
    'Rooms are cleaned between 9:00 and 15:00. Tell us a time that suits you and we keep to it.',
  ],
  [
    'Repairs',
    'Tell us what is broken and your room number. The house technician is here from 7:00 to 19:00; urgent things are mended at any hour.',
  ],
]
